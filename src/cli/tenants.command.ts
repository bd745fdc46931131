import { Option, type Command } from 'commander';
import { Tenants } from '../policy/tenants.js';
import { atTheDesk, common, type CommonOptions } from './command.js';

export function tenantsCommand(program: Command): void {
  const group = program.command('tenants').description('environments of the organisations this hub serves');

  common(group.command('list')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ ground }) => {
      const tenants = await ground.tenancy.allTenants();
      return { json: { tenants }, lines: tenants.map(({ slug }) => slug) };
    }),
  );

  common(group.command('create <slug>'))
    .requiredOption('--organisation <name>', 'whose it is')
    .addOption(new Option('--environment <kind>').choices(['production', 'sandbox']).default('sandbox'))
    .action((slug: string, options: CommonOptions & { organisation: string; environment: 'production' | 'sandbox' }) =>
      atTheDesk(options, async ({ app, actor }) => {
        const id = await app
          .get(Tenants, { strict: false })
          .create(actor, { slug, organisation: options.organisation, environment: options.environment });
        return { json: { id, slug }, lines: [`${slug} is there`] };
      }),
    );
}
