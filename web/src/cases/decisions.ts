import type { paths } from '../api.generated';

type Body = paths['/api/tenants/{tenant}/cases/{id}/decisions']['post']['requestBody']['content']['application/json'];
export type Decision = Body['decision'];
export type DecisionRequest = Body;

export interface Option {
  readonly decision: Decision;
  readonly name: string;
  readonly follows: string;
  readonly past: string;
}

/** What a person may say of a case, and what follows from it. */
export const options: readonly Option[] = [
  {
    decision: 'approve',
    name: 'Approve',
    follows: 'What it proposes is planned for the sources, and waits there for a second look.',
    past: 'Approved',
  },
  {
    decision: 'edit',
    name: 'Approve with a change',
    follows: 'As approve, with the rating you enter. Both are kept.',
    past: 'Approved with a change',
  },
  {
    decision: 'override',
    name: 'Override',
    follows: 'You decide otherwise than the evidence suggests, with the rating you enter.',
    past: 'Overridden',
  },
  { decision: 'reject', name: 'Reject', follows: 'Nothing is written anywhere. The reason is kept.', past: 'Rejected' },
  { decision: 'return', name: 'Return', follows: 'It stays open, and goes back with your question.', past: 'Returned' },
];

export const changesRating = (decision: Decision): boolean => decision === 'edit' || decision === 'override';

export const reasonCodes = [
  ['evidence-agrees', 'The evidence agrees'],
  ['evidence-disagrees', 'The evidence says otherwise'],
  ['evidence-missing', 'Evidence is missing'],
  ['known-context', 'I know the context'],
  ['other', 'Something else'],
] as const;
