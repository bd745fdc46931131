/** What an outbox message may become from each state; the database refuses everything else. */
export const transitions = {
  planned: ['approved', 'superseded', 'cancelled'],
  approved: ['planned', 'sent', 'conflict', 'superseded', 'cancelled'],
  sent: ['acknowledged', 'unknown', 'rejected'],
  acknowledged: ['verified', 'conflict', 'unknown'],
  unknown: ['acknowledged', 'approved', 'parked'],
  conflict: ['planned', 'cancelled'],
  parked: ['approved', 'cancelled'],
  verified: [],
  rejected: [],
  superseded: [],
  cancelled: [],
} as const;

export type OutboxState = keyof typeof transitions;
export const outboxStates = Object.keys(transitions) as [OutboxState, ...OutboxState[]]; // keys of the very object above
