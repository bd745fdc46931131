import type { Case } from '../api/client';
import { Moment } from '../pictures/moment';
import { past } from './decisions';

/** That the matter was decided before, when it rested on other evidence. That decision stands; this case asks anew. */
export const DecidedBefore = ({ of: { decidedBefore } }: { readonly of: Case }) => {
  if (decidedBefore === null) return null;
  const { decision, edited, decidedAt } = decidedBefore;
  const changed = Object.entries(edited ?? {}).map(([field, value]) => `${field} ${String(value)}`);
  return (
    <p className="faint">
      On other evidence, decided before: {past[decision]}
      {changed.length > 0 && ` (${changed.join(', ')})`}, <Moment at={decidedAt} />
    </p>
  );
};
