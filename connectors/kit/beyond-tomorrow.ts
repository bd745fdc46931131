const DAY_MS = 86_400_000;

/** A stamp from beyond tomorrow is a mistake, whosever clock made it: a read that went on from it would hide every change until then. */
export const isBeyondTomorrow = (instant: string): boolean => Date.parse(instant) >= Date.now() + DAY_MS;
