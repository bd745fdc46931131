import type { Part, TeamPlan } from './organisation.js';
import type { Person } from './people.js';
import type { Random } from './random.js';

/** Who was asked and who answered. Everywhere but in the small team at least five answer. */
export function respondentsOf({
  teams,
  people,
  opensOn,
  closesOn,
  isLatest,
  random,
}: {
  teams: readonly TeamPlan[];
  people: readonly Person[];
  opensOn: string;
  closesOn: string;
  isLatest: boolean;
  random: Random;
}): { invited: number; respondents: readonly Person[] } {
  const asked = people.filter(({ hiredOn, endedOn }) => hiredOn < opensOn && (endedOn === null || endedOn > closesOn));
  const byTeam = Map.groupBy(asked, ({ team }) => team);
  const stage = teams.find(({ part }) => part === 'small')?.department;
  const respondents = teams.flatMap(({ name, part, department }) => {
    const members = byTeam.get(name) ?? [];
    const usual = Math.round(members.length * (0.72 + 0.14 * random.unit()));
    const least = isLatest && department === stage ? FEWEST + 1 : FEWEST;
    const wanted = (isLatest ? IN_LATEST[part] : undefined) ?? Math.max(usual, least);
    return random.shuffled(members).slice(0, wanted);
  });
  return { invited: asked.length, respondents };
}

const FEWEST = 5;
const IN_LATEST: Partial<Record<Part, number>> = { small: 3, sibling: 5 };
