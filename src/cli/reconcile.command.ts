import type { Command } from 'commander';
import { Reconciliation } from '../reconciliation/reconciliation.js';
import { atTheDesk, common, type CommonOptions, table } from './command.js';

export function reconcileCommand(program: Command): void {
  common(program.command('reconcile'))
    .description('look at everything that was written again, and compare')
    .action((options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const report = await app.get(Reconciliation, { strict: false }).run(tenantId, actor);
        const { total, matched } = report.totals;
        const exceptions = report.rows.filter(({ status }) => status !== 'matched');
        const { decisions, messages } = report.accounts;
        const lines = [
          figures(report.totals),
          `of the decisions: ${figures(decisions)}`,
          `of the planned writes: ${figures(messages)}`,
          ...(decisions.contradicted === 0
            ? []
            : [
                `${decisions.contradicted} rejected or returned, and a write was planned all the same: stop the writing and look at the audit`,
              ]),
          ...(exceptions.length === 0
            ? []
            : table([
                ['connection', 'operation', 'status', 'why'],
                ...exceptions.map(({ connection, operation, status, reason }) => [connection, operation, status, reason]),
              ])),
        ];
        return { json: report, lines, code: matched === total && decisions.contradicted === 0 ? 0 : 3 };
      }),
    );
}

const figures = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, value]) => `${name === 'calledOff' ? 'called off' : name} ${value}`)
    .join(' · ');
