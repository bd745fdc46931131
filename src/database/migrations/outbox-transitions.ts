/**
 * Legal transitions of an outbox message as they were when the table was made.
 * `src/outbox/states.ts` holds the same as data for the code; a test compares the two with what the database allows.
 */
export const TRANSITIONS_AT_CREATION = {
  planned: ['approved', 'superseded', 'cancelled'],
  approved: ['planned', 'sent', 'conflict', 'superseded', 'cancelled'],
  sent: ['acknowledged', 'unknown', 'rejected'],
  acknowledged: ['verified', 'conflict', 'unknown'],
  unknown: ['acknowledged', 'approved', 'parked'],
  conflict: ['planned', 'cancelled'],
  parked: ['approved', 'cancelled'],
} as const;
