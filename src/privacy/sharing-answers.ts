import type { Members } from './atoms.js';

/** A survey something was let out of, and all whose answers it holds. */
export interface SurveyPeople {
  readonly cycleId: string;
  readonly people: Members;
}

/**
 * Two surveys hold the same answers when at least half of the smaller one's are in the other: one file brought in twice, put right
 * or added to, or windows that overlap. In a new wave few give exactly the answers they gave before, and those are new answers.
 */
const LEAST_SHARED = 0.5;

/** Which of the others hold the same answers as this one, or as one that does: only they can be subtracted from each other. */
export function sharingAnswers(people: Members, others: readonly SurveyPeople[]): string[] {
  const connected: SurveyPeople[] = [{ cycleId: '', people }];
  const apart = new Set(others);
  for (const one of connected)
    for (const other of apart)
      if (share(one.people, other.people)) {
        connected.push(other);
        apart.delete(other);
      }
  return connected.slice(1).map(({ cycleId }) => cycleId);
}

function share(left: Members, right: Members): boolean {
  const smaller = Math.min(left.size, right.size);
  return smaller > 0 && left.intersection(right).size >= LEAST_SHARED * smaller;
}
