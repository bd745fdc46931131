import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Company, generateCompany } from './company.js';
import type { SurveyResponse } from './survey.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const FEWEST = 5;

describe.each([1, 2, 3, 42, 2026])('in the company of seed %i', (seed) => {
  let company: Company;
  beforeAll(() => {
    company = generateCompany({ seed });
  });

  test('one team is too small to show, and no other group of either wave is', () => {
    const { smallTeam } = company.truth.planted;

    const small = company.waves.map(({ responses }) =>
      [byTeam, byDepartment, byLocation, byLevel, byTenure].flatMap((by) => thin(responses, by)),
    );

    expect(small).toEqual([[], [`${smallTeam.department} / ${smallTeam.team}`]]);
    expect(company.waves.at(-1)?.responses.filter(({ demographics }) => demographics.team === smallTeam.team)).toHaveLength(
      smallTeam.respondents,
    );
  });

  test('no question is answered by too few of a group that may be shown', () => {
    const { smallTeam } = company.truth.planted;
    for (const { responses, questions } of company.waves) {
      for (const { id } of questions.filter(({ kind }) => kind !== 'comment')) {
        const answered = responses.filter(({ answers }) => answers[id] !== undefined);
        expect(thin(answered, byTeam).filter((group) => !group.endsWith(smallTeam.team))).toEqual([]);
      }
    }
  });

  test('one sibling has to be hidden with the small team', () => {
    const { smallTeam } = company.truth.planted;
    const latest = company.waves.at(-1)?.responses ?? [];
    const teams = Map.groupBy(
      latest.filter(({ demographics }) => demographics.department === smallTeam.department),
      ({ demographics }) => demographics.team,
    );

    const hidden = hiddenTeams([...teams].map(([team, { length }]) => ({ team, respondents: length })));

    expect(new Set(hidden)).toEqual(new Set([smallTeam.team, smallTeam.sibling]));
    expect(teams.size).toBeGreaterThan(2);
  });

  test('one manager rates visibly higher, and nobody else with enough reviews does', () => {
    const groups = Map.groupBy(company.reviews, ({ reviewerId }) => reviewerId);
    const above = [...groups]
      .filter(([, own]) => own.length >= FEWEST)
      .map(([personId, own]) => ({
        personId,
        reports: own.length,
        ...comparison(scores(own), scores(company.reviews.filter(({ reviewerId }) => reviewerId !== personId))),
      }));

    const visible = above.filter(({ effect }) => effect > 0.45);
    const significant = above.filter(({ effect, margin }) => effect - margin > 0);

    const { personId } = company.truth.planted.lenientManager;
    expect(visible).toEqual([expect.objectContaining({ personId })]);
    expect(visible[0]?.effect).toBeGreaterThanOrEqual(0.9);
    expect(visible[0]?.reports).toBeGreaterThanOrEqual(8);
    expect(significant.map((one) => one.personId)).toEqual([personId]);
  });

  test('one claim is contradicted by the evidence, and every other that can be checked holds', () => {
    const wrong = company.truth.claims.filter(({ sentence, reviewId }) => holds(company, reviewId, sentence) === false);

    const { reviewId, sentence } = company.truth.planted.contradictedClaim;
    expect(wrong).toEqual([expect.objectContaining({ reviewId, sentence, verdict: 'contradicted' })]);
    expect(company.reviews.find(({ id }) => id === reviewId)?.text).toContain(sentence);
  });

  test('what the truth calls supported can be checked, and what it calls opinion or unsupported cannot', () => {
    for (const { reviewId, sentence, verdict } of company.truth.claims) {
      expect([sentence, holds(company, reviewId, sentence) !== undefined]).toEqual([
        sentence,
        verdict === 'supported' || verdict === 'contradicted',
      ]);
    }
  });

  test('neither answer, review, goal nor issue hangs on the record that is rejected', () => {
    const { personId } = company.truth.planted.rejectedRecord;

    expect(company.people.some(({ managerId }) => managerId === personId)).toBe(false);
    expect(company.waves.flatMap(({ responses }) => responses).some((response) => response.personId === personId)).toBe(false);
    expect(company.reviews.some(({ subjectId }) => subjectId === personId)).toBe(false);
    expect([...company.goals.map(({ ownerId }) => ownerId), ...company.issues.map(({ assigneeId }) => assigneeId)]).not.toContain(personId);
  });

  test('three different people with a review stand by for disturbed write-backs', () => {
    const { changedAfterPreview, answerLostAfter, answerLostBefore } = company.truth.planted;
    const ids = [changedAfterPreview, answerLostAfter, answerLostBefore].map(({ personId }) => personId);

    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => company.reviews.some(({ subjectId }) => subjectId === id))).toBe(true);
  });
});

const byTeam = ({ demographics }: SurveyResponse) => `${demographics.department} / ${demographics.team}`;
const byDepartment = ({ demographics }: SurveyResponse) => demographics.department;
const byLocation = ({ demographics }: SurveyResponse) => demographics.location ?? 'blank';
const byLevel = ({ demographics }: SurveyResponse) => demographics.level;
const byTenure = ({ demographics }: SurveyResponse) => demographics.tenureBand ?? 'blank';

const thin = (responses: readonly SurveyResponse[], by: (response: SurveyResponse) => string) =>
  [...Map.groupBy(responses, by)].filter(([, group]) => group.length < FEWEST).map(([name]) => name);

/** The sibling rule: hide the small, then the smallest of the others, until those hidden cover each other. */
function hiddenTeams(teams: readonly { team: string; respondents: number }[]): string[] {
  const [small, visible] = [
    teams.filter(({ respondents }) => respondents < FEWEST),
    teams.filter(({ respondents }) => respondents >= FEWEST),
  ];
  const bySize = visible.toSorted((a, b) => a.respondents - b.respondents || (a.team < b.team ? -1 : 1));
  const hidden = [...small];
  while (hidden.reduce((sum, { respondents }) => sum + respondents, 0) < FEWEST) hidden.push(...bySize.splice(0, 1));
  return hidden.map(({ team }) => team);
}

const scores = (reviews: Company['reviews']) => reviews.map(({ rating }) => rating.score);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

/** Welch; 1.96 is smaller than the true quantile, so that it calls significant what a careful reader would not. */
const comparison = (own: readonly number[], pool: readonly number[]) => ({
  effect: mean(own) - mean(pool),
  margin: 1.96 * Math.sqrt(variance(own) / own.length + variance(pool) / pool.length),
});

/** Whether a sentence agrees with what its subject's goals and issues say; undefined where they say nothing of it. */
function holds({ reviews, issues, goals, projects }: Company, reviewId: string, sentence: string): boolean | undefined {
  const subjectId = reviews.find(({ id }) => id === reviewId)?.subjectId;
  const own = issues.filter(({ assigneeId }) => assigneeId === subjectId);
  const day = dayIn(sentence);

  const key = /[A-Z]{3}-\d+/.exec(sentence)?.[0];
  if (key !== undefined) return own.some((issue) => issue.key === key && issue.resolvedOn === day);

  const title = /"(.+)"/.exec(sentence)?.[1];
  if (title !== undefined) {
    const percent = /(\d+) percent\.$/.exec(sentence)?.[1];
    return goals.some(
      (goal) =>
        goal.ownerId === subjectId &&
        goal.title === title &&
        (percent === undefined ? goal.completedOn === day : goal.percentComplete === Number(percent)),
    );
  }

  const span = /between (\w+)(?: (\d{4}))? and (\w+) (\d{4})/.exec(sentence);
  const count = /\b(\d+) (?:\w+ )?(bugs|issues)/.exec(sentence);
  if (span === null || count === null) return undefined;
  const [, fromMonth = '', fromYear, toMonth = '', toYear = ''] = span;
  const [from, to] = [monthOf(fromMonth, fromYear ?? toYear), monthOf(toMonth, toYear)];
  const project = projects.find(({ name }) => sentence.includes(` ${name} `))?.key;
  const counted = own.filter(({ resolvedOn, type, ...issue }) => {
    const month = resolvedOn?.slice(0, 7) ?? '';
    return (
      month >= from && month <= to && (count[2] === 'issues' || type === 'Bug') && (project === undefined || issue.project === project)
    );
  });
  return counted.length === Number(count[1]);
}

const monthOf = (name: string, year: string) => `${year}-${String(MONTHS.indexOf(name) + 1).padStart(2, '0')}`;

function dayIn(sentence: string): string | undefined {
  const [, day = '', month = '', year = ''] = /on (\d{1,2}) (\w+) (\d{4})\.$/.exec(sentence) ?? [];
  return day === '' ? undefined : `${monthOf(month, year)}-${day.padStart(2, '0')}`;
}
