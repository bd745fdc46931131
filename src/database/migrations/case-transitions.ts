/**
 * Legal transitions of a case as they were when the table was made.
 * `src/review/states.ts` holds the same as data for the code; a test compares the two with what the database allows.
 */
export const CASE_TRANSITIONS_AT_CREATION = {
  open: ['decided', 'superseded'],
} as const;
