import type { Case, Message, ReconciliationReport, StreamRun } from '../api/client';
import { counted, sum } from '../pictures/figures';
import { balances } from '../runs/equation';

export interface Everything {
  readonly runs: readonly StreamRun[];
  readonly cases: readonly Case[];
  readonly messages: ReadonlyMap<Message['state'], number>;
  readonly report: ReconciliationReport | null;
}

/** The newest run of each stream, in the order streams were first read. */
export function newestRuns(runs: readonly StreamRun[]): StreamRun[] {
  const newest = new Map<string, StreamRun>();
  for (const run of runs.toReversed()) newest.set(`${run.connection} ${run.stream}`, run); // newest first as they come, so last here
  return [...newest.values()].toSorted((one, other) =>
    `${one.connection} ${one.stream}`.localeCompare(`${other.connection} ${other.stream}`),
  );
}

/** The one sentence somebody in a hurry reads. It claims no more than the rows below it show. */
export function headline({ runs }: Everything): string {
  const newest = newestRuns(runs);
  const open = newest.filter((run) => run.state !== 'running' && !balances(run)).length;
  const failed = newest.filter(({ state }) => state === 'failed').length;
  const suspect = newest.filter(({ state }) => state === 'suspect').length;
  if (newest.length === 0) return 'Nothing was read yet.';
  if (open > 0) return `${counted(open, 'stream')} ${open === 1 ? 'does' : 'do'} not add up.`;
  if (failed > 0) return `${counted(failed, 'stream')} could not be read.`;
  if (suspect > 0)
    return `Every record is accounted for, but ${suspect === 1 ? 'one stream is' : `${suspect} streams are`} not to be believed yet.`;
  return 'Every record that was read is accounted for.';
}

/** What waits for somebody, in the order it matters. */
export function waitsFor({ runs, cases, messages, report }: Everything): string[] {
  const newest = newestRuns(runs);
  const states = (...wanted: readonly Message['state'][]) => sum(wanted.map((state) => messages.get(state) ?? 0));
  const open = cases.filter(({ state }) => state === 'open').length;
  const exceptions = report === null ? 0 : report.totals.total - report.totals.matched;
  return [
    ...(newest.length > 0
      ? [`${counted(sum(newest.map(({ read }) => read)), 'record')} in the last read of ${counted(newest.length, 'stream')}`]
      : []),
    ...(open > 0 ? [`${counted(open, 'case')} to decide`] : []),
    ...(states('planned') > 0 ? [`${counted(states('planned'), 'write')} to approve`] : []),
    ...(states('conflict', 'parked', 'rejected') > 0 ? [`${counted(states('conflict', 'parked', 'rejected'), 'write')} to look into`] : []),
    ...(exceptions > 0 ? [`${counted(exceptions, 'exception')} in the reconciliation`] : []),
  ];
}
