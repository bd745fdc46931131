import type { Command } from 'commander';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { Quarantine, type Replayed } from '../ingest/quarantine.js';
import { Waiting } from '../ingest/waiting.js';
import { People } from '../people/people.js';
import { atTheDesk, common, type CommonOptions, inWords, table } from './command.js';
import { quarantineLines } from './quarantine-lines.js';

interface ReplayOptions extends CommonOptions {
  readonly connection?: string;
  readonly stream?: string;
}

export function quarantineCommand(program: Command): void {
  const group = program.command('quarantine').description('records that did not fit, and wait for a person');

  common(group.command('list')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ app, actor, tenantId }) => {
      const waiting = await app.get(Waiting, { strict: false }).list(tenantId, actor);
      return { json: { quarantined: waiting }, lines: quarantineLines(waiting), code: waiting.length === 0 ? 0 : 3 };
    }),
  );

  common(group.command('replay [id]'))
    .description(
      'judge what waits once more, as schemas and mappings are now; all of it unless a record, a connection or a stream is named',
    )
    .option('--connection <name>', 'only what this connection brought')
    .option('--stream <stream>', 'only what this stream of the connection brought')
    .action((id: string | undefined, { connection, stream, ...options }: ReplayOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        if (stream !== undefined && connection === undefined)
          throw new AskedWronglyError('a stream is one of a connection: name that too, with --connection');
        if (id !== undefined && connection !== undefined)
          throw new AskedWronglyError('a record is named by its id alone: leave --connection and --stream out');
        const replayed = await app.get(Quarantine, { strict: false }).replay(tenantId, actor, {
          ...(id === undefined ? {} : { id }),
          ...(connection === undefined ? {} : { connection }),
          ...(stream === undefined ? {} : { stream }),
        });
        await app.get(People, { strict: false }).resolve(tenantId, actor);
        const waits = replayed.some(({ waiting }) => waiting > 0);
        return { json: { replayed }, lines: replayedLines(replayed), code: waits ? 3 : 0 };
      }),
    );

  common(group.command('dismiss <id>'))
    .description('let a record go as it is: it is kept, and waits again only once it comes changed and still does not fit')
    .requiredOption('--reason <text>', 'why, in words', inWords)
    .action((id: string, options: CommonOptions & { reason: string }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        await app.get(Quarantine, { strict: false }).dismiss(tenantId, actor, id, options.reason);
        return { json: { id, dismissed: true }, lines: [`${id} waits no more, unless it comes changed and still does not fit`] };
      }),
    );
}

function replayedLines(replayed: readonly Replayed[]): string[] {
  if (replayed.length === 0) return ['nothing waits in quarantine'];
  const unused = replayed.reduce((sum, { notYetUsed }) => sum + notYetUsed, 0);
  return [
    ...table([
      ['connection', 'stream', 'read', 'landed', 'mapped', 'outdated', 'still waiting'],
      ...replayed.map((one) => [one.connection, one.stream, one.read, one.landed, one.mapped, one.outdated, one.waiting]),
    ]),
    ...(unused === 0 ? [] : [`${unused} of them came with a sync that is not believed; they are used once one is`]),
  ];
}
