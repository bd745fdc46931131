import type { Command } from 'commander';
import { Reconciliation } from '../reconciliation/reconciliation.js';
import { accountLines } from './account-lines.js';
import { atTheDesk, common, type CommonOptions, table } from './command.js';

export function reconcileCommand(program: Command): void {
  common(program.command('reconcile'))
    .description('look at everything that was written again, and compare')
    .action((options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const report = await app.get(Reconciliation, { strict: false }).run(tenantId, actor);
        const { total, matched } = report.totals;
        const exceptions = report.rows.filter(({ status }) => status !== 'matched');
        const { contradicted } = report.accounts.decisions;
        const lines = [
          Object.entries(report.totals)
            .map(([name, value]) => `${name} ${value}`)
            .join(' · '),
          ...accountLines(report.accounts),
          ...(exceptions.length === 0
            ? []
            : table([
                ['connection', 'operation', 'status', 'why'],
                ...exceptions.map(({ connection, operation, status, reason }) => [connection, operation, status, reason]),
              ])),
        ];
        return { json: report, lines, code: matched === total && contradicted === 0 ? 0 : 3 };
      }),
    );
}
