import type { Command } from 'commander';
import { typed } from '../config/typed.js';
import { Doubts } from '../ingest/doubts.js';
import { anId, atTheDesk, common, type CommonOptions, inWords } from './command.js';

export function streamsCommand(program: Command): void {
  const group = program
    .command('streams')
    .description('streams that look otherwise than they did, and wait for somebody to say whether that is meant');

  common(group.command('list')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ app, actor, tenantId }) => {
      const doubted = await app.get(Doubts, { strict: false }).list(tenantId, actor);
      const lines = doubted.flatMap(({ connection, stream, endedAt, notes }) => [
        `${connection} ${stream}, read ${endedAt.toISOString().slice(0, 16)}`,
        ...notes.map((note) => `  ${note}`),
        '',
      ]);
      return { json: { doubted }, lines: doubted.length === 0 ? ['nothing waits'] : lines, code: doubted.length === 0 ? 0 : 3 };
    }),
  );

  common(group.command('accept <connection> <stream>'))
    .description('it is meant: from now on the stream looks as that run found it, in exactly what it was doubted for')
    .requiredOption('--run <id>', 'the run that was doubted, as it was shown', anId)
    .requiredOption('--reason <text>', 'why, in words', inWords)
    .action((connection: string, stream: string, options: CommonOptions & { run: string; reason: string }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const asked = { connection, stream, runId: options.run };
        const accepted = await app.get(Doubts, { strict: false }).accept(tenantId, actor, asked, options.reason);
        return {
          json: { ...asked, accepted },
          lines: [`accepted: ${accepted.join(', ')}. What is read like that is used from the next sync on: ${typed(`sync ${connection}`)}`],
        };
      }),
    );
}
