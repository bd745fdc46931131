import { jest } from '@jest/globals';

const OTHERS = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'] as const;

/**
 * Does what ends only by a deadline, and lets that pass once the request is under way: nobody waits for it, and nothing else comes too late for it,
 * however busy the machine is.
 * @param underWay resolves when the request has arrived where it is to stay without an answer.
 * @param ms as long as the deadline gives it, or longer.
 */
export async function overdue<Result>(underWay: Promise<unknown>, ms: number, work: () => Promise<Result>): Promise<Result> {
  jest.useFakeTimers({ doNotFake: [...OTHERS] });
  try {
    const working = work();
    await Promise.race([underWay, working]);
    jest.advanceTimersByTime(ms);
    return await working;
  } finally {
    jest.useRealTimers();
  }
}
