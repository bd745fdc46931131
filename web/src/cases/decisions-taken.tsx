import type { DecisionTaken } from '../api/client';
import { Moment } from '../pictures/moment';
import { past } from './decisions';

/** What was decided on this very case, by whom and why; of one that was returned, the question it came back with. */
export const DecisionsTaken = ({ decisions }: { readonly decisions: readonly DecisionTaken[] }) =>
  decisions.length === 0 ? null : (
    <ul className="notes" aria-label="Decided on this case">
      {decisions.map(({ decision, by, reason, edited, decidedAt }) => (
        <li key={decidedAt}>
          {past[decision]}
          {edited !== null && ` (${changesOf(edited)})`} by {by}, <Moment at={decidedAt} />: <bdi>{reason}</bdi>
        </li>
      ))}
    </ul>
  );

/** `score 4` */
export const changesOf = (edited: Readonly<Record<string, unknown>>): string =>
  Object.entries(edited)
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(', ');
