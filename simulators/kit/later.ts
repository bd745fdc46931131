/** Does something once so many milliseconds of the vendor's time have passed. */
export type Later = (ms: number, work: () => void) => void;

/** By the clock on the wall; keeps no process alive. */
export const onTheWall: Later = (ms, work) => void setTimeout(work, ms).unref();
