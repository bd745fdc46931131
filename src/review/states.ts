/** What a case may become from each state; the database refuses everything else. A returned case stays open. */
export const transitions = {
  open: ['decided', 'superseded'],
  decided: [],
  superseded: [],
} as const;

export type CaseState = keyof typeof transitions;
export const caseStates = Object.keys(transitions) as [CaseState, ...CaseState[]]; // keys of the very object above
