import type { Case } from '../api/client';
import { Moment } from '../pictures/moment';
import { past } from './decisions';
import { changesOf } from './decisions-taken';

/** That the matter was decided before, when it rested on other evidence. That decision stands; this case asks anew. */
export const DecidedBefore = ({ of: { decidedBefore } }: { readonly of: Case }) => {
  if (decidedBefore === null) return null;
  const { decision, edited, decidedAt } = decidedBefore;
  return (
    <p className="faint">
      On other evidence, decided before: {past[decision]}
      {edited !== null && ` (${changesOf(edited)})`}, <Moment at={decidedAt} />
    </p>
  );
};
