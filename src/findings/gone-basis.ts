import { FatalError } from '../../connectors/kit/errors.js';
import type { Tx } from '../database/rows.js';
import { unreadyStreams } from '../records/unready-streams.js';
import type { CalibrationQuestion } from './calibration-question.js';

/** What every finding of a calibration rests on. */
export type Basis = 'review' | 'rating';

/**
 * Says of what findings rest on whether there is none left of it. It is gone where every stream that could bring it was read and believed:
 * a source that only seems to have lost it is suspect until somebody looks.
 * @param resting how many findings rest on each kind of record.
 * @throws FatalError where it is there and nobody is known whose it is, or a stream that could bring it is disregarded: then it is more likely that
 *   something else went wrong.
 */
export async function goneFrom(
  tx: Tx,
  { cycle, reviews, ratings, input }: CalibrationQuestion,
  resting: ReadonlyMap<string, number>,
): Promise<Basis[]> {
  const bases = [
    { kind: 'review', known: input.reviews.length, there: reviews.length },
    { kind: 'rating', known: input.ratings.length, there: ratings.length },
  ] as const;
  const gone: Basis[] = [];
  for (const { kind, known, there } of bases) {
    const findings = resting.get(kind) ?? 0;
    if (known > 0 || findings === 0) continue;
    if (there > 0 || (await unreadyStreams(tx, { kinds: [kind], cycleId: cycle.id })).length > 0)
      throw new FatalError(
        `of the cycle ${cycle.key} no ${kind} of anybody known is left, and findings rest on some (${findings}); nothing was changed. See whether its source was read completely, then run calibration again`,
      );
    gone.push(kind);
  }
  return gone;
}
