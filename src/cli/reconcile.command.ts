import type { Command } from 'commander';
import { Reconciliation } from '../reconciliation/reconciliation.js';
import { typed } from '../config/typed.js';
import { accountLines } from './account-lines.js';
import { atTheDesk, common, type CommonOptions } from './command.js';
import { exceptionLines } from './message-lines.js';

export function reconcileCommand(program: Command): void {
  common(program.command('reconcile'))
    .description('look at everything that was written again, and compare')
    .action((options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const report = await app.get(Reconciliation, { strict: false }).run(tenantId, actor);
        const { total, matched } = report.totals;
        const { contradicted } = report.accounts.decisions;
        const lines = [
          Object.entries(report.totals)
            .map(([name, value]) => `${name} ${value}`)
            .join(' · '),
          ...accountLines(report.accounts),
          ...exceptionLines(report.rows),
          ...(report.rows.some(({ status, messageId }) => status === 'drifted' && messageId !== null) ? [drifted()] : []),
        ];
        return { json: report, lines, code: matched === total && contradicted === 0 ? 0 : 3 };
      }),
    );
}

/** `typed` knows only by then how the command was begun. */
const drifted = (): string => `Where what drifted is right as it stands there, look at it and accept it: ${typed('outbox accept MESSAGE')}`;
