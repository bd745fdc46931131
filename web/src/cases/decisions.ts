import type { Case } from '../api/client';
import type { paths } from '../api.generated';

type Body = paths['/api/tenants/{tenant}/cases/{id}/decisions']['post']['requestBody']['content']['application/json'];
export type Decision = Body['decision'];
export type DecisionRequest = Body;

export interface Option {
  readonly decision: Decision;
  readonly name: string;
  readonly follows: string;
}

/**
 * @param writesTo the connection an approval plans a write for, if it plans any.
 * @param score the rating an approval lets stand, where it is about one.
 */
function onApproval(writesTo: string | null, score: number | undefined): string {
  const stands = score === undefined ? '' : ` The rating that stands is ${score}.`;
  return writesTo === null
    ? `It counts as agreed. Nothing is planned for a source: the policy names none for cases of this kind.${stands}`
    : `What it proposes is planned for ${writesTo}, and waits there for a second look.${stands}`;
}

/** What a person may say of a case, and what follows from it. */
export const optionsOf = ({ writesTo }: Pick<Case, 'writesTo'>, score: number | undefined): readonly Option[] => [
  {
    decision: 'approve',
    name: 'Approve',
    follows: onApproval(writesTo, score),
  },
  {
    decision: 'edit',
    name: 'Approve with a change',
    follows: 'As approve, with the rating you enter. Both are kept.',
  },
  {
    decision: 'override',
    name: 'Override',
    follows: 'You decide otherwise than the evidence suggests, with the rating you enter.',
  },
  { decision: 'reject', name: 'Reject', follows: 'Nothing is written anywhere. The reason is kept.' },
  { decision: 'return', name: 'Return', follows: 'It stays open, and goes back with your question.' },
];

export const changesRating = (decision: Decision): boolean => decision === 'edit' || decision === 'override';

export const reasonCodes = [
  ['evidence-agrees', 'The evidence agrees'],
  ['evidence-disagrees', 'The evidence says otherwise'],
  ['evidence-missing', 'Evidence is missing'],
  ['known-context', 'I know the context'],
  ['other', 'Something else'],
] as const;

/** What a decision is called once it was made. */
export const past: Readonly<Record<Decision, string>> = {
  approve: 'Approved',
  edit: 'Approved with a change',
  override: 'Overridden',
  reject: 'Rejected',
  return: 'Returned',
};

/** How a case came to its end. Nobody decided a superseded one: what it asks is found anew, answered at its source, or found no longer. */
export const ended = { decided: 'decided', superseded: 'no longer asked' } as const;
