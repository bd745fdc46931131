import { atLeastByChance } from '../statistics/binomial.js';
import { answeredAgain } from './answered-again.js';
import type { Members } from './atoms.js';

/** A survey something was let out of, and all whose answers it holds. */
export interface SurveyPeople {
  readonly cycleId: string;
  readonly people: Members;
}

/** The survey that is asked about. */
export interface AskedPeople {
  readonly people: Members;
  /** The groups of each of its fields, whichever is asked for. */
  readonly fields: readonly (readonly Members[])[];
  readonly questions: number;
}

/**
 * Two surveys hold the same answers when at least half of the smaller one's are in the other: one file brought in twice, put right
 * or added to, or windows that overlap. In a new wave few give exactly the answers they gave before, and those are new answers.
 */
const LEAST_SHARED = 0.5;
/**
 * However little the rest of two surveys has in common: a group that is in both, so many of it as three new waves in a hundred would have
 * by chance. Five of six or seven people are such a group, where the rest of it would be one person or two; more caution would take many a
 * new wave for the one before.
 */
const BY_CHANCE = 0.03;
/** Small groups tell only together: those of one field of which nearly everybody is in both. */
const NEARLY_ALL = 0.8;

/** Which of the others hold the same answers as this one, or as one that does: only they can be subtracted from each other. */
export function sharingAnswers(asked: AskedPeople, others: readonly SurveyPeople[]): string[] {
  const first: SurveyPeople = { cycleId: '', people: asked.people };
  const connected = [first];
  const apart = new Set(others);
  for (const one of connected)
    for (const other of apart)
      if (share(one.people, other.people) || (one === first && shareGroup(asked, other.people))) {
        connected.push(other);
        apart.delete(other);
      }
  return connected.slice(1).map(({ cycleId }) => cycleId);
}

function share(left: Members, right: Members): boolean {
  const smaller = Math.min(left.size, right.size);
  return smaller > 0 && left.intersection(right).size >= LEAST_SHARED * smaller;
}

function shareGroup({ people, fields, questions }: AskedPeople, other: Members): boolean {
  const both = people.intersection(other);
  if (both.size === 0) return false;
  const isMore = (parts: readonly Part[]) => {
    const [shared, all] = [parts.reduce((sum, part) => sum + part.shared, 0), parts.reduce((sum, part) => sum + part.all, 0)];
    return atLeastByChance(shared, all, answeredAgain(questions)) <= BY_CHANCE;
  };
  return fields.some((groups) => {
    const parts = groups.map((group): Part => ({ shared: group.intersection(both).size, all: group.size }));
    const sharing = (least: number) => parts.filter(({ shared, all }) => shared >= least * all);
    return sharing(LEAST_SHARED).some((part) => isMore([part])) || isMore(sharing(NEARLY_ALL));
  });
}

interface Part {
  readonly shared: number;
  readonly all: number;
}
