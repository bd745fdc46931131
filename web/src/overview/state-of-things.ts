import type { Case, Message, ReconciliationReport, StreamRun } from '../api/client';
import { counted, sum } from '../pictures/figures';
import { balances } from '../runs/equation';

export interface CaseCount {
  readonly kind: string;
  readonly state: Case['state'];
  readonly count: number;
}

export interface Everything {
  /** Each with its newest run. */
  readonly streams: readonly StreamRun[];
  /** How many cases there are of each kind in each state. */
  readonly cases: readonly CaseCount[];
  /** How many messages there are in each state, and how many of those were taken up by a newer one. */
  readonly messages: readonly { readonly state: Message['state']; readonly count: number; readonly takenUp: number }[];
  readonly report: ReconciliationReport | null;
}

/** The one sentence somebody in a hurry reads. It claims no more than the rows below it show. */
export function headline({ streams }: Pick<Everything, 'streams'>): string {
  const number = (holds: (run: StreamRun) => boolean) => streams.filter(holds).length;
  const open = number((run) => balances(run) === false);
  const failed = number(({ state }) => state === 'failed');
  const suspect = number(({ state }) => state === 'suspect');
  const running = number(({ state }) => state === 'running');
  if (streams.length === 0) return 'Nothing was read yet.';
  if (open > 0) return `${counted(open, 'stream')} ${open === 1 ? 'does' : 'do'} not add up.`;
  if (failed > 0) return `${counted(failed, 'stream')} could not be read.`;
  if (suspect > 0)
    return `Every record ${running > 0 ? 'of what was read to its end ' : ''}is accounted for, but ${suspect === 1 ? 'one stream is' : `${suspect} streams are`} not to be believed yet.`;
  if (running === streams.length) return `${counted(running, 'stream')} ${running === 1 ? 'is' : 'are'} being read.`;
  if (running > 0)
    return `${counted(running, 'stream')} ${running === 1 ? 'is' : 'are'} being read; every record of the others is accounted for.`;
  return 'Every record that was read is accounted for.';
}

/** What waits for somebody, in the order it matters. */
export function waitsFor({ streams, cases, messages, report }: Everything): string[] {
  const states = (...wanted: readonly Message['state'][]) =>
    sum(messages.filter(({ state }) => wanted.includes(state)).map(({ count, takenUp }) => count - takenUp)); // for those taken up there is nothing to do
  const open = sum(cases.filter(({ state }) => state === 'open').map(({ count }) => count));
  const exceptions = report === null ? 0 : report.totals.total - report.totals.matched;
  return [
    ...(streams.length > 0
      ? [`${counted(sum(streams.map(({ read }) => read)), 'record')} in the last read of ${counted(streams.length, 'stream')}`]
      : []),
    ...(open > 0 ? [`${counted(open, 'case')} to decide`] : []),
    ...(states('planned') > 0 ? [`${counted(states('planned'), 'write')} to approve`] : []),
    ...(states('conflict', 'parked', 'rejected') > 0 ? [`${counted(states('conflict', 'parked', 'rejected'), 'write')} to look into`] : []),
    ...(exceptions > 0 ? [`${counted(exceptions, 'exception')} in the reconciliation`] : []),
  ];
}
