import { seededRandom } from './seeded-random.js';

/** The ratings of one manager and of everybody else's people, in one pool of comparable people (same level and function). */
export interface ComparedStratum {
  readonly own: readonly number[];
  readonly others: readonly number[];
}

export interface PermutationOutcome {
  /** Two-sided by nature: any difference of distribution counts, in either direction. */
  readonly p: number;
  readonly chiSquare: number;
  /** `exact`: every way to deal the ratings out was counted; `sampled`: `permutations` random ones were. */
  readonly method: 'exact' | 'sampled';
}

const MOST_STATES = 20_000;
const SAME_STATISTIC = 1e-9; // ties must count as ties in spite of rounding

/**
 * How often a rating distribution at least this unlike its pool arises when who rated whom is dealt out at random
 * within each stratum. Exact where the ways can be enumerated, by seeded permutation otherwise.
 */
export function permutationTest(
  strata: readonly ComparedStratum[],
  {
    seed,
    permutations = 10_000,
    mostStates = MOST_STATES,
  }: { readonly seed: number; readonly permutations?: number; readonly mostStates?: number },
): PermutationOutcome {
  const categories = [...new Set(strata.flatMap(({ own, others }) => [...own, ...others]))].sort((left, right) => left - right);
  const tables = strata.map(({ own, others }) => ({
    own: countsOf(own, categories),
    pool: countsOf([...own, ...others], categories),
    n: own.length,
    size: own.length + others.length,
  }));
  const chiSquare = chiSquareAgainst(tables);
  const observed = chiSquare(
    sumCounts(
      tables.map(({ own }) => own),
      categories.length,
    ),
  );

  const exact = exactShare(tables, categories.length, mostStates, (counts) => chiSquare(counts) >= observed - SAME_STATISTIC);
  if (exact !== undefined) return { p: Math.min(1, exact), chiSquare: observed, method: 'exact' };

  const random = seededRandom(seed);
  const pools = strata.map(({ own, others }) => ({
    n: own.length,
    ratings: [...own, ...others].map((rating) => categories.indexOf(rating)),
  }));
  let asExtreme = 0;
  for (let round = 0; round < permutations; round += 1) {
    const counts = new Array<number>(categories.length).fill(0);
    for (const { n, ratings } of pools) deal(ratings, n, random, counts);
    if (chiSquare(counts) >= observed - SAME_STATISTIC) asExtreme += 1;
  }
  return { p: (asExtreme + 1) / (permutations + 1), chiSquare: observed, method: 'sampled' };
}

interface StratumTable {
  readonly own: readonly number[];
  readonly pool: readonly number[];
  readonly n: number;
  readonly size: number;
}

/** Pearson's χ² of own and others' counts against what the strata lead to expect; for one stratum the ordinary 2×K statistic. */
function chiSquareAgainst(tables: readonly StratumTable[]): (own: readonly number[]) => number {
  const cells = (tables[0]?.pool ?? []).map((_, category) => {
    const total = tables.reduce((sum, { pool }) => sum + (pool[category] ?? 0), 0);
    const expected = tables.reduce((sum, { pool, n, size }) => sum + (size === 0 ? 0 : (n * (pool[category] ?? 0)) / size), 0);
    return { expected, perSquare: (expected > 0 ? 1 / expected : 0) + (total - expected > 0 ? 1 / (total - expected) : 0) };
  });
  return (own) => cells.reduce((sum, { expected, perSquare }, category) => sum + ((own[category] ?? 0) - expected) ** 2 * perSquare, 0);
}

/** The share of all deals that satisfy the condition; undefined when there are too many to enumerate. */
function exactShare(
  tables: readonly StratumTable[],
  categories: number,
  mostStates: number,
  holds: (counts: readonly number[]) => boolean,
): number | undefined {
  let states = new Map<string, { readonly counts: readonly number[]; readonly share: number }>([
    ['', { counts: new Array<number>(categories).fill(0), share: 1 }],
  ]);
  for (const { pool, n, size } of tables) {
    const ways = waysToDraw(pool, n, size, mostStates);
    if (ways === undefined || ways.length * states.size > mostStates * 10) return undefined;
    const next = new Map<string, { readonly counts: readonly number[]; readonly share: number }>();
    for (const { counts, share } of states.values()) {
      for (const way of ways) {
        const sum = counts.map((count, category) => count + (way.counts[category] ?? 0));
        const key = sum.join();
        next.set(key, { counts: sum, share: (next.get(key)?.share ?? 0) + share * way.share });
      }
    }
    if (next.size > mostStates) return undefined;
    states = next;
  }
  return [...states.values()].reduce((sum, { counts, share }) => sum + (holds(counts) ? share : 0), 0);
}

/** Every count vector that `n` draws without replacement can give, with its (multivariate hypergeometric) share. */
function waysToDraw(pool: readonly number[], n: number, size: number, most: number): { counts: number[]; share: number }[] | undefined {
  let partial: { counts: number[]; left: number; logWays: number }[] = [{ counts: [], left: n, logWays: 0 }];
  let remaining = size;
  for (const available of pool) {
    remaining -= available;
    const behind = remaining;
    partial = partial.flatMap(({ counts, left, logWays }) => {
      const grown: typeof partial = [];
      for (let take = Math.max(0, left - behind); take <= Math.min(available, left); take += 1) {
        grown.push({ counts: [...counts, take], left: left - take, logWays: logWays + logChoose(available, take) });
      }
      return grown;
    });
    if (partial.length > most) return undefined;
  }
  const all = logChoose(size, n);
  return partial.map(({ counts, logWays }) => ({ counts, share: Math.exp(logWays - all) }));
}

const logFactorials = [0];
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? 0;
}
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Draws `n` of the ratings without replacement and adds them to the counts. The order left behind is still a fair pack. */
function deal(ratings: number[], n: number, random: () => number, counts: number[]): void {
  for (let position = 0; position < n; position += 1) {
    const other = position + Math.floor(random() * (ratings.length - position));
    const drawn = ratings[other] ?? 0;
    ratings[other] = ratings[position] ?? 0;
    ratings[position] = drawn;
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
}

const countsOf = (ratings: readonly number[], categories: readonly number[]): number[] =>
  categories.map((category) => ratings.filter((rating) => rating === category).length);

const sumCounts = (vectors: readonly (readonly number[])[], categories: number): number[] =>
  Array.from({ length: categories }, (_, category) => vectors.reduce((sum, vector) => sum + (vector[category] ?? 0), 0));
