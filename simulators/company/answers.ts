import type { Person } from './people.js';
import { questions } from './questions.js';
import { type Random, randomFrom } from './random.js';
import type { Theme } from './themes.js';

/** How much somebody agrees about each theme, around 3.4 on the scale of 1 to 5, before rounding. */
export type Mood = ReadonlyMap<Theme, number>;

/** What a whole department, or a manager's people, feel alike. */
export interface Climate {
  of(group: string, theme: string): number;
}

const USUAL: Partial<Record<Theme, number>> = {
  recognition: 3.5,
  workload: 3.1,
  career: 3.2,
  manager: 3.9,
  leadership: 3.3,
  communication: 3.4,
  tools: 3.3,
  inclusion: 3.9,
};
/** What an attentive reader should find: an announced reorganisation, a better toolset, a queue that never ends. */
const EVENTS: readonly { where: string; theme: Theme; shift: readonly [number, number] }[] = [
  { where: 'Operations', theme: 'communication', shift: [0, -0.7] },
  { where: 'Engineering', theme: 'tools', shift: [0, 0.5] },
  { where: 'Customer Support', theme: 'workload', shift: [-0.6, -0.7] },
  { where: 'Commercial', theme: 'career', shift: [-0.3, -0.3] },
];
const SKIPPED = 0.008;

export function climateOf(seed: number): Climate {
  return { of: (group, theme) => 0.22 * randomFrom(seed, `climate ${group} ${theme}`).normal() };
}

export function answersOf({
  person,
  wave,
  climate,
  maySkip,
  random,
  seed,
}: {
  person: Person;
  wave: number;
  climate: Climate;
  maySkip: boolean;
  random: Random;
  seed: number;
}): {
  answers: Record<string, number>;
  mood: Mood;
} {
  const disposition = 0.5 * randomFrom(seed, `disposition ${person.id}`).normal();
  const mood = new Map<Theme, number>();
  const answers: Record<string, number> = {};
  for (const { id, theme } of questions) {
    if (theme === null) continue;
    const group = theme === 'manager' ? `manager ${person.managerId}` : person.department;
    const events = EVENTS.filter(
      (event) => event.theme === theme && (event.where === person.division || event.where === person.department),
    );
    const shift = events.reduce((sum, event) => sum + (event.shift[wave] ?? 0), 0);
    const felt = (USUAL[theme] ?? 3.4) + disposition + climate.of(group, theme) + shift + 0.7 * random.normal();
    mood.set(theme, felt);
    answers[id] = within(felt, 1, 5);
  }
  const overall = [...mood.values()].reduce((sum, felt) => sum + felt, 0) / mood.size;
  const pride = 3.8 + 0.9 * (overall - 3.45) + 0.3 * ((mood.get('career') ?? 3.2) - 3.2) + 0.5 * random.normal();
  answers['pride'] = within(pride, 1, 5);
  answers['recommend'] = within(7.6 + 1.7 * (pride - 3.8) + 1.1 * random.normal(), 0, 10);
  const given = Object.entries(answers).filter(() => !(random.chance(SKIPPED) && maySkip));
  return { answers: Object.fromEntries(given), mood };
}

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, Math.round(value)));
