/** Which values of an item's scale speak for it and which against; every other value is neutral. */
export interface LikertBands {
  readonly favourable: readonly number[];
  readonly unfavourable: readonly number[];
}

/** Shares are 0–1 of the valid answers. */
export interface LikertSummary {
  readonly answers: number;
  readonly favourable: number;
  readonly neutral: number;
  readonly unfavourable: number;
  readonly mean: number;
  /** With n − 1; undefined for a single answer. */
  readonly standardDeviation: number | undefined;
}

/** Sums up the valid answers to one item; undefined when nobody answered. */
export function summariseLikert(answers: readonly number[], bands: LikertBands): LikertSummary | undefined {
  if (answers.length === 0) return undefined;

  const shareOf = (values: readonly number[]) => answers.filter((answer) => values.includes(answer)).length / answers.length;
  const favourable = shareOf(bands.favourable);
  const unfavourable = shareOf(bands.unfavourable);
  const mean = meanOf(answers);
  return {
    answers: answers.length,
    favourable,
    neutral: answers.filter((answer) => !bands.favourable.includes(answer) && !bands.unfavourable.includes(answer)).length / answers.length,
    unfavourable,
    mean,
    standardDeviation: standardDeviationOf(answers, mean),
  };
}

/** The arithmetic mean of at least one number. */
export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function standardDeviationOf(numbers: readonly number[], mean: number): number | undefined {
  if (numbers.length < 2) return undefined;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return Math.sqrt(squares / (numbers.length - 1));
}
