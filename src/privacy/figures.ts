import { summariseLikert } from '../statistics/likert.js';
import type { GateSurvey, ReleasedItem } from './released.js';

/** Below it a share of 0 or 1 is shown as at most 5 or at least 95 percent: survey privacy §7, methods 1.2. */
const UNANIMITY_RESPONDENTS = 30;
const CLIP = 0.05;

/** The figures of one question in one group that may be shown; what would say that all answered alike is left out. */
export function figures(
  answers: readonly number[],
  item: GateSurvey['items'][number],
  mayShowDistribution: boolean,
): Omit<ReleasedItem, 'id' | 'text' | 'scale' | 'visibility'> {
  const summary = summariseLikert(answers, { favourable: item.favourable, unfavourable: unfavourableOf(answers, item) });
  if (summary === undefined) return { answers: 0 };
  const unanimous = new Set(answers).size === 1;
  // Beside a clipped share, mean and distribution would say what the clip leaves open; so would a mean that is missing in some such groups only.
  const isClipped = unanimous || (answers.length < UNANIMITY_RESPONDENTS && (summary.favourable === 0 || summary.favourable === 1));
  const clip = (share: number) => (isClipped ? Math.min(1 - CLIP, Math.max(CLIP, share)) : share);
  return {
    answers: answers.length,
    favourable: clip(summary.favourable),
    ...(mayShowDistribution && !isClipped ? { unfavourable: summary.unfavourable } : {}),
    ...(isClipped ? {} : { mean: summary.mean }),
    ...(mayShowDistribution && !isClipped ? { distribution: distributionOf(answers) } : {}),
  };
}

/** Answers on the other side of the middle than the favourable ones: an item may be asked the other way round. */
function unfavourableOf(answers: readonly number[], { favourable, scale }: GateSurvey['items'][number]): number[] {
  const middle = (scale.min + scale.max) / 2;
  const isHigh = favourable.reduce((sum, value) => sum + value, 0) / favourable.length > middle;
  return [...new Set(answers)].filter((answer) => !favourable.includes(answer) && (isHigh ? answer < middle : answer > middle));
}

const distributionOf = (answers: readonly number[]): Record<string, number> =>
  Object.fromEntries(
    [
      ...Map.groupBy(
        answers.toSorted((left, right) => left - right),
        String,
      ),
    ].map(([answer, some]) => [answer, some.length]),
  );
