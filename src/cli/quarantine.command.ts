import type { Command } from 'commander';
import { Runs } from '../ingest/runs.js';
import { atTheDesk, common, type CommonOptions, table } from './command.js';

export function quarantineCommand(program: Command): void {
  const group = program.command('quarantine').description('records that did not fit, and wait for a person');

  common(group.command('list')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ app, actor, tenantId }) => {
      const waiting = await app.get(Runs, { strict: false }).quarantine(tenantId, actor);
      const rows = waiting.map(({ connection, stream, key, path, reason }) => [connection, stream, key, path, reason]);
      return {
        json: { quarantined: waiting },
        lines:
          waiting.length === 0 ? ['nothing waits in quarantine'] : table([['connection', 'stream', 'record', 'field', 'why'], ...rows]),
        code: waiting.length === 0 ? 0 : 3,
      };
    }),
  );
}
