import { z } from 'zod';
import { answersOf, climateOf } from './answers.js';
import { addDays, daysBetween, instant, monthName, monthStart, workday } from './calendar.js';
import { jobOn } from './career.js';
import { commentOn, commentTheme, newNotebook } from './comments.js';
import { LEVELS } from './job-titles.js';
import { respondentsOf } from './participation.js';
import type { TeamPlan } from './organisation.js';
import type { Person } from './people.js';
import { question, questions } from './questions.js';
import { type Random, randomFrom } from './random.js';

export const TENURE_BANDS = ['under 1 year', '1 to 3 years', '3 to 6 years', 'over 6 years'] as const;

/** What was known of a respondent on the day of the answer. */
export const captured = z.object({
  department: z.string(),
  team: z.string(),
  location: z.string().nullable(),
  level: z.enum(LEVELS),
  tenureBand: z.enum(TENURE_BANDS).nullable(),
});

export const surveyResponse = z.object({
  id: z.string(),
  personId: z.string(),
  recordedAt: z.iso.datetime(),
  /** By question id; a skipped question is left out. */
  answers: z.record(z.string(), z.int()),
  comments: z.array(z.object({ questionId: z.string(), text: z.string() })),
  demographics: captured,
});
export type SurveyResponse = z.infer<typeof surveyResponse>;

export const wave = z.object({
  /** `2026-05` */
  id: z.string(),
  name: z.string(),
  opensOn: z.iso.date(),
  closesOn: z.iso.date(),
  /** People asked: employed from before the opening until after the close. */
  invited: z.int(),
  questions: z.array(question),
  responses: z.array(surveyResponse),
});
export type Wave = z.infer<typeof wave>;

const MONTHS_BEFORE = [7, 1];
const COMMENTER_SHARE = 0.37;
/** In a smaller team one skipped question would leave too few answers to it. */
const ENOUGH_TO_SKIP = 8;

/** @returns the two waves, earlier first, and beside them what each comment is truly about. */
export function survey(company: { seed: number; asOf: string; teams: readonly TeamPlan[]; people: readonly Person[] }) {
  const notebook = newNotebook(company.people);
  const climate = climateOf(company.seed);
  const themes: z.infer<typeof commentTheme>[] = [];
  const waves = MONTHS_BEFORE.map((months, index): Wave => {
    const opensOn = workday(addDays(monthStart(company.asOf, -months), 3));
    const closesOn = addDays(opensOn, 18);
    const id = opensOn.slice(0, 7);
    const random = randomFrom(company.seed, `survey ${index}`);
    const { invited, respondents } = respondentsOf({ ...company, opensOn, closesOn, isLatest: index === 1, random });
    const perTeam = Map.groupBy(respondents, ({ team }) => team);
    const responses = inOrderOfAnswer(respondents, { opensOn, closesOn }, random).map(({ person, recordedAt }, place): SurveyResponse => {
      const { answers, mood } = answersOf({
        person,
        wave: index,
        climate,
        maySkip: (perTeam.get(person.team)?.length ?? 0) >= ENOUGH_TO_SKIP,
        random,
        seed: company.seed,
      });
      const responseId = `${id}-${String(place + 1).padStart(4, '0')}`;
      const written = random.chance(COMMENTER_SHARE) ? commentOn({ person, mood, notebook, random }) : [];
      themes.push(...written.map(({ text: _, ...truth }) => ({ responseId, ...truth })));
      return {
        id: responseId,
        personId: person.id,
        recordedAt,
        answers,
        comments: written.map(({ questionId, text }) => ({ questionId, text })),
        demographics: demographicsOn(person, opensOn, random),
      };
    });
    return {
      id,
      name: `Pulse ${monthName(opensOn)} ${id.slice(0, 4)}`,
      opensOn,
      closesOn,
      invited,
      questions: [...questions],
      responses: withoutThinBlanks(responses),
    };
  });
  return { waves, commentThemes: themes };
}

function inOrderOfAnswer(respondents: readonly Person[], { opensOn, closesOn }: Pick<Wave, 'opensOn' | 'closesOn'>, random: Random) {
  return respondents
    .map((person) => ({
      person,
      recordedAt: instant(addDays(opensOn, random.int(0, daysBetween(opensOn, closesOn))), random.int(7 * 60, 18 * 60)),
    }))
    .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
}

function demographicsOn(person: Person, day: string, random: Random): z.infer<typeof captured> {
  const { department, location, level } = jobOn(person.jobHistory, day);
  const years = daysBetween(person.hiredOn, day) / 365;
  const band = years < 1 ? 0 : years < 3 ? 1 : years < 6 ? 2 : 3;
  return {
    department,
    team: person.team,
    location: random.chance(0.025) ? null : location,
    level,
    tenureBand: random.chance(0.03) ? null : (TENURE_BANDS[band] ?? null),
  };
}

/** A blank is a group like any other; where fewer than `FEWEST` would stand in it, their values are filled in after all. */
function withoutThinBlanks(responses: readonly SurveyResponse[]): SurveyResponse[] {
  const isThin = (field: 'location' | 'tenureBand') => responses.filter(({ demographics }) => demographics[field] === null).length < FEWEST;
  const fallback = {
    ...(isThin('location') ? { location: 'Rotterdam' } : {}),
    ...(isThin('tenureBand') ? { tenureBand: TENURE_BANDS[1] } : {}),
  };
  return responses.map((response) => ({
    ...response,
    demographics: {
      ...response.demographics,
      location: response.demographics.location ?? fallback.location ?? null,
      tenureBand: response.demographics.tenureBand ?? fallback.tenureBand ?? null,
    },
  }));
}
const FEWEST = 5;
