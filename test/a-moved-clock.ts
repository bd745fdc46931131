import type { Later } from '../simulators/kit/later.js';

/** A vendor's clock that moves when it is told to; what waits on it is done on the way. */
export function aMovedClock(startsAt = '2026-03-02T12:00:30Z') {
  let nowMs = Date.parse(startsAt);
  let waiting: { readonly dueMs: number; readonly work: () => void }[] = [];
  const begun = Promise.withResolvers<void>();
  const later: Later = (ms, work) => {
    waiting.push({ dueMs: nowMs + ms, work });
    begun.resolve();
  };
  return {
    /** Resolves when the vendor first puts something off. */
    waitedOn: begun.promise,
    now: () => new Date(nowMs),
    later,
    pass(ms: number): void {
      const untilMs = nowMs + ms;
      const due = waiting.filter(({ dueMs }) => dueMs <= untilMs).toSorted((one, other) => one.dueMs - other.dueMs);
      waiting = waiting.filter(({ dueMs }) => dueMs > untilMs);
      for (const { dueMs, work } of due) {
        nowMs = dueMs;
        work();
      }
      nowMs = untilMs;
    },
  };
}
