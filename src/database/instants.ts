/**
 * An instant as a whole number of microseconds, and back: exactly as the database keeps it.
 * A date of the runtime knows milliseconds only, and two rows within one of them would change places.
 */
export const microsOf = (instant: string): string => `(extract(epoch from ${instant}) * 1000000)::bigint`;
export const instantOf = (micros: string): string => `('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond')`;
