import type { Person } from './people.js';
import { type Random, randomFrom } from './random.js';
import { isSignificantlyAbove, managerGroups, poolWithout, severities, severitiesAmongAlike } from './severity.js';

/** Shares of the ratings 1 to 5 that managers are used to giving. */
const SHARES = [0.05, 0.15, 0.5, 0.24, 0.06];
const LENIENT_BY = 1.05;
/** How far managers with few and with many reports differ from each other, in standard deviations of performance. */
const HABIT = { few: 1.05, many: 0.45 };
/** The most by which an ordinary manager's mean lies above or below the pool. */
const HIGHEST = 0.43;
const LOWEST = 0.6;
/** With fewer reviews a mean says little of its manager. */
const FEWEST_REVIEWS = 5;
/** Smaller effects are not worth a conversation. */
const SMALLEST_EFFECT = 0.25;
const MOST_ATTEMPTS = 400;
const MOST_SWAPS = 2000;

export type Ratings = Map<string, number>;
type Groups = ReadonlyMap<string, readonly string[]>;

/**
 * Ratings that follow performance with some noise of each manager's own; one manager stands out, and no other.
 * Draws again until the shrunken effect of that manager is clear, as chance sometimes spreads the others too evenly to tell.
 */
export function rate({
  seed,
  subjects,
  performance,
  lenientId,
}: {
  seed: number;
  subjects: readonly Person[];
  performance: (person: Person) => number;
  lenientId: string;
}): Ratings {
  const groups = managerGroups(subjects);
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const random = randomFrom(seed, `ratings ${attempt}`);
    const ratings = byRank(subjects, groups, performance, random);
    soften(ratings, groups, lenientId, random);
    lift(ratings, groups.get(lenientId) ?? [], random);
    if (isClear(subjects, ratings, groups, lenientId)) return ratings;
  }
  throw new Error(`no clear story of ratings in ${MOST_ATTEMPTS} attempts`);
}

function byRank(subjects: readonly Person[], groups: Groups, performance: (person: Person) => number, random: Random): Ratings {
  const scores = [...groups].flatMap(([, reports]) => {
    const habit = (reports.length < FEWEST_REVIEWS ? HABIT.few : HABIT.many) * random.normal();
    return reports.map((id) => ({ id, habit, noise: 0.5 * random.normal() }));
  });
  const own = new Map(subjects.map((person) => [person.id, performance(person)]));
  const ranked = scores
    .map(({ id, habit, noise }) => ({ id, score: (own.get(id) ?? 0) + habit + noise }))
    .toSorted((a, b) => a.score - b.score);
  return new Map(ranked.map(({ id }, place) => [id, ratingAt((place + 0.5) / ranked.length)]));
}

function ratingAt(quantile: number): number {
  let below = 0;
  for (const [index, share] of SHARES.entries()) if (quantile < (below += share)) return index + 1;
  return SHARES.length;
}

/**
 * Exchanges single ratings between teams until no ordinary manager's mean stands out.
 * Nothing is added or taken away, so the distribution stays what it was.
 */
function soften(ratings: Ratings, groups: Groups, lenientId: string, random: Random): void {
  const ordinary = [...groups].filter(([managerId]) => managerId !== lenientId).map(([, reports]) => reports);
  const pool = poolWithout(ratings, groups.get(lenientId) ?? []);
  const gapOf = (reports: readonly string[]) => meanOf(ratings, reports) - pool;
  for (let swaps = 0; swaps < MOST_SWAPS; swaps += 1) {
    const outstanding = ordinary.find((reports) => reports.length >= FEWEST_REVIEWS && standsOut(ratings, reports, pool));
    if (outstanding === undefined) return;
    const side = Math.sign(gapOf(outstanding));
    const given = random.pick(outstanding.filter((id) => ((ratings.get(id) ?? 3) - pool) * side > 0));
    const wanted = (ratings.get(given) ?? 3) - side;
    const hasRoom = (reports: readonly string[]) =>
      reports !== outstanding && gapOf(reports) * side > 0 && !standsOut(ratings, reports, pool, side);
    const wanting = (teams: readonly (readonly string[])[]) => teams.flat().filter((id) => ratings.get(id) === wanted);
    const roomy = wanting(ordinary.filter(hasRoom));
    const taker = random.pick(roomy.length > 0 ? roomy : wanting(ordinary));
    ratings.set(taker, wanted + side);
    ratings.set(given, wanted);
  }
}

/** Beyond the limits, or so far for this number of reviews and their spread that a comparison might call it significant. */
function standsOut(ratings: Ratings, reports: readonly string[], pool: number, change = 0): boolean {
  const mean = meanOf(ratings, reports);
  const gap = mean + change / reports.length - pool;
  const variance = reports.reduce((sum, id) => sum + ((ratings.get(id) ?? 0) - mean) ** 2, 0) / (reports.length - 1);
  const significant = 1.65 * Math.sqrt(variance / reports.length);
  return gap > Math.min(HIGHEST, significant) || -gap > Math.min(LOWEST, significant);
}

function lift(ratings: Ratings, reports: readonly string[], random: Random): void {
  const pool = poolWithout(ratings, reports);
  while (meanOf(ratings, reports) - pool < LENIENT_BY) {
    const id = random.pick(reports.filter((one) => (ratings.get(one) ?? 5) < 5));
    ratings.set(id, (ratings.get(id) ?? 0) + 1);
  }
}

/** One manager's effect is large and away from zero, with room to spare; nobody else's is, whoever they are compared with. */
function isClear(subjects: readonly Person[], ratings: Ratings, groups: Groups, lenientId: string): boolean {
  const shrunken = [...severities(ratings, groups), ...severitiesAmongAlike(subjects, ratings, groups)].every(
    ({ managerId, reviews, effect, margin }) =>
      managerId === lenientId
        ? effect > 1.4 * SMALLEST_EFFECT && effect > 1.3 * margin
        : reviews < FEWEST_REVIEWS || Math.abs(effect) < SMALLEST_EFFECT || Math.abs(effect) < 0.8 * margin,
  );
  const others = [...groups].filter(([managerId, { length }]) => managerId !== lenientId && length >= FEWEST_REVIEWS);
  return shrunken && !others.some(([, reports]) => isSignificantlyAbove(ratings, reports));
}

const meanOf = (ratings: Ratings, ids: readonly string[]) => ids.reduce((sum, id) => sum + (ratings.get(id) ?? 0), 0) / ids.length;
