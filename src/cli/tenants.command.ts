import { type Command, InvalidArgumentError, Option } from 'commander';
import { newTenant, Tenants } from '../policy/tenants.js';
import { atTheDesk, common, type CommonOptions, inWords } from './command.js';

export function tenantsCommand(program: Command): void {
  const group = program.command('tenants').description('environments of the organisations this hub serves');

  common(group.command('list')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ ground }) => {
      const tenants = await ground.tenancy.allTenants();
      return { json: { tenants }, lines: tenants.map(({ slug }) => slug) };
    }),
  );

  common(group.command('create'))
    .argument('<slug>', 'what it is called: lower-case letters, digits and dashes', aSlug)
    .requiredOption('--organisation <name>', 'whose it is', inWords)
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

function aSlug(text: string): string {
  if (newTenant.shape.slug.safeParse(text).success) return text;
  throw new InvalidArgumentError('It is made of lower-case letters, digits and dashes, such as acme-sandbox.');
}
