import type { QualtricsSeed } from '../qualtrics/seed.js';
import { addDays, instant } from './calendar.js';
import type { Company } from './company.js';
import type { Person } from './people.js';
import type { Question } from './questions.js';
import type { SurveyResponse, Wave } from './survey.js';

type SurveySeed = QualtricsSeed['surveys'][number];
type QuestionSeed = NonNullable<SurveySeed['questions']>[number];
type Values = NonNullable<SurveySeed['responses']>[number]['values'];

const AGREEMENT = ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'];

/** One survey per wave; responses carry who gave them in `externalDataReference`, as the surveys are confidential, not anonymous. */
export function forQualtrics(company: Company): QualtricsSeed {
  const people = new Map(company.people.map((person) => [person.id, person]));
  return { brandId: company.subdomain, surveys: company.waves.map((wave) => surveyOf(wave, people)) };
}

function surveyOf(wave: Wave, people: ReadonlyMap<string, Person>): SurveySeed {
  return {
    id: surveyIdOf(wave.id),
    name: wave.name,
    isActive: false,
    creationDate: instant(addDays(wave.opensOn, -14), 9 * 60),
    lastModified: instant(addDays(wave.closesOn, 1), 6 * 60),
    questions: wave.questions.map(questionOf),
    embeddedData: ['Department', 'Team', 'Location', 'Level', 'TenureBand'].map((name) => ({ name })),
    responses: wave.responses.map((response) => ({
      responseId: `R_${compact(response.id)}`,
      values: valuesOf(response, wave.questions, people.get(response.personId)),
    })),
  };
}

/** What the survey of a wave is called there. */
export const surveyIdOf = (waveId: string): string => `SV_${compact(`pulse${waveId}`)}`;

const questionId = (index: number) => `QID${index + 1}`;

function questionOf({ kind, text, id }: Question, index: number): QuestionSeed {
  const common = { id: questionId(index), exportTag: id, text };
  switch (kind) {
    case 'agreement':
      return { ...common, type: 'MC', choices: AGREEMENT.map((choice, place) => ({ recode: place + 1, text: choice })) };
    case 'recommend':
      return { ...common, type: 'MC', choices: Array.from({ length: 11 }, (_, recode) => ({ recode, text: String(recode) })) };
    case 'comment':
      return { ...common, type: 'TE' };
  }
}

function valuesOf(
  { answers, comments, demographics, recordedAt }: SurveyResponse,
  questions: readonly Question[],
  person: Person | undefined,
): Values {
  const given = questions.flatMap(({ id, kind }, index): [string, string | number][] => {
    const value = kind === 'comment' ? comments.find((comment) => comment.questionId === id)?.text : answers[id];
    return value === undefined ? [] : [[kind === 'comment' ? `${questionId(index)}_TEXT` : questionId(index), value]];
  });
  return {
    startDate: recordedAt,
    endDate: recordedAt,
    recordedDate: recordedAt.replace('Z', '.000Z'),
    externalDataReference: person?.employeeNumber ?? '',
    ...Object.fromEntries(given),
    Department: demographics.department,
    Team: demographics.team,
    Level: demographics.level,
    ...(demographics.location !== null && { Location: demographics.location }),
    ...(demographics.tenureBand !== null && { TenureBand: demographics.tenureBand }),
  };
}

const compact = (text: string) => text.replaceAll('-', '');
