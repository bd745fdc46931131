import { bandOf, bandsFor, type Bounds, countBounds, sumBounds } from './bands.js';
import type { Banded } from '../statistics/banded.js';
import { below, cuts, favourableSide, FAVOURABLE, SUM, unfavourableSide, type Question, type Side } from './question.js';
import type { ReleasedItem } from './released.js';

export interface Figures {
  readonly released: Pick<ReleasedItem, 'answers' | 'favourable' | 'unfavourable' | 'mean' | 'distribution'>;
  /** What a reader knows from it of each count and of the sum: exactly what is released, said as limits. */
  readonly bounds: Readonly<Record<string, Bounds>>;
}

/**
 * The figures of one question in one group, each in bands. Which are given, and how fine, depends on how many answered.
 * With a distribution all of them are read off its cumulative shares: two figures of one thing that were banded each on its own
 * would meet in a corner now and then, and be exact there.
 * @param coarser how many sizes of band to skip.
 */
export function figures(answers: readonly number[], question: Question, isDistributionShown: boolean, coarser: number): Figures {
  if (answers.length === 0) return { released: { answers: 0 }, bounds: {} };
  const thresholds = isDistributionShown ? cuts(question) : [];
  return thresholds.length === 0
    ? withoutDistribution(answers, question, coarser)
    : withDistribution(answers, question, thresholds, coarser);
}

function withoutDistribution(answers: readonly number[], question: Question, coarser: number): Figures {
  const { scale } = question;
  const people = answers.length;
  const side = favourableSide(question);
  const counted =
    side === undefined ? (answer: number) => question.favourable.includes(answer) : (answer: number) => answer < side.threshold;
  const bands = bandsFor(people, coarser);
  const band = bandOf(answers.filter(counted).length, people, bands);
  const range = scale.max - scale.min;
  const missing = bandOf(
    answers.reduce((sum, answer) => sum + scale.max - answer, 0),
    people * range,
    bands,
  );
  return {
    released: {
      answers: people,
      favourable: shareOf(side?.isAbove === true ? bands - band : band, bands),
      mean: { value: tidy(scale.max - (missing * range) / bands), step: tidy(range / bands) },
    },
    bounds: {
      [side === undefined ? FAVOURABLE : below(side.threshold)]: countBounds(band, people, bands),
      [SUM]: sumBounds(missing, people * range, bands),
    },
  };
}

function withDistribution(answers: readonly number[], question: Question, thresholds: readonly number[], coarser: number): Figures {
  const { scale } = question;
  const people = answers.length;
  const bands = bandsFor(people, coarser);
  const bandOfThose = (isCounted: (answer: number) => boolean) => bandOf(answers.filter(isCounted).length, people, bands);
  const cumulative = new Map(thresholds.map((threshold) => [threshold, bandOfThose((answer) => answer < threshold)]));
  const read = ({ threshold, isAbove }: Side) => {
    const band = cumulative.get(threshold) ?? 0;
    return shareOf(isAbove ? bands - band : band, bands);
  };
  const [favourable, unfavourable] = [favourableSide(question), unfavourableSide(question)];
  const above = thresholds.reduce((sum, threshold) => sum + bands - (cumulative.get(threshold) ?? 0), 0);
  const values = [scale.min, ...thresholds];
  const bandsOf = values.map((value, at) => (cumulative.get(values[at + 1] ?? Infinity) ?? bands) - (cumulative.get(value) ?? 0));
  const distribution = values.map((value, at) => [String(value), tidy((bandsOf[at] ?? 0) / bands)] as const);
  // Where favourable is no end of the scale, each of its answers lies between two limits.
  const inTheMiddle = (): Banded => ({
    value: tidy(values.reduce((sum, value, at) => sum + (question.favourable.includes(value) ? (bandsOf[at] ?? 0) : 0), 0) / bands),
    step: tidy((2 * question.favourable.length) / bands),
  });
  return {
    released: {
      answers: people,
      favourable: favourable === undefined ? inTheMiddle() : read(favourable),
      ...(unfavourable === undefined ? {} : { unfavourable: read(unfavourable) }),
      mean: { value: tidy(scale.min + above / bands), step: tidy((scale.max - scale.min) / bands) },
      distribution: { shares: Object.fromEntries(distribution), step: tidy(1 / bands) },
    },
    bounds: Object.fromEntries([...cumulative].map(([threshold, band]) => [below(threshold), countBounds(band, people, bands)])),
  };
}

const shareOf = (band: number, bands: number): Banded => ({ value: tidy(band / bands), step: tidy(1 / bands) });

/** Without the tail that binary fractions leave. */
const tidy = (value: number): number => Number(value.toFixed(9));
