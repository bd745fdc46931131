import type { Finding, RatingThenAndNow } from '../api/client';
import { Typed } from '../frame/typed';

/** That an approval would be refused, before somebody writes down why they approve. */
export function RatingSince({
  rating: { found, now },
  tenant,
  finding,
}: {
  readonly rating: RatingThenAndNow;
  readonly tenant: string;
  readonly finding: Finding | null;
}) {
  if (found === now) return null;
  const cycle = finding?.body.facts['cycleKey'] ?? 'CYCLE';
  return (
    <p className="next">
      The rating was {found ?? UNKNOWN} when this was found, and is {now ?? UNKNOWN} now. You can reject or return it; to decide otherwise,
      run the calibration again with <Typed command={`calibration run --cycle ${cycle}`} tenant={tenant} /> and decide on what that finds.
    </p>
  );
}
const UNKNOWN = 'not known as one';
