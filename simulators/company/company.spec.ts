import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Company, company as companySchema, generateCompany } from './company.js';

let company: Company;
beforeAll(() => {
  company = generateCompany({ seed: 7 });
});

test('the same seed gives the same company, to the letter', () => {
  expect(generateCompany({ seed: 7 })).toEqual(company);
});

test('another seed gives other people', () => {
  const other = generateCompany({ seed: 8 });

  expect(other.people.map(({ workEmail }) => workEmail)).not.toEqual(company.people.map(({ workEmail }) => workEmail));
});

test('fits its schema', () => {
  expect(companySchema.parse(company)).toEqual(company);
});

test('a company of another size is as well formed', () => {
  const larger = generateCompany({ seed: 3, people: 1500 });

  expect(larger.people).toHaveLength(1500);
  expect(teamSizes(larger).every((size) => size >= 3 && size <= 14)).toBe(true);
});

test('told from another day, nothing happens after it', () => {
  const earlier = generateCompany({ seed: 7, asOf: '2025-12-31' });

  const days = [
    ...earlier.people.map(({ hiredOn }) => hiredOn),
    ...earlier.issues.map(({ updatedAt }) => updatedAt.slice(0, 10)),
    ...earlier.reviews.map(({ submittedOn }) => submittedOn),
  ];
  expect(days.every((day) => day <= '2025-12-31')).toBe(true);
  expect(earlier.cycle).toEqual({ id: '2025-H2', startsOn: '2025-07-01', endsOn: '2025-12-31' });
});

describe('the organisation', () => {
  test('has six hundred people on five levels, in teams of three to fourteen', () => {
    expect(company.people).toHaveLength(600);
    expect(new Set(company.people.map(({ level }) => level)).size).toBe(5);
    expect(teamSizes(company).every((size) => size >= 3 && size <= 14)).toBe(true);
  });

  test('has one person at the top, and everybody reaches them', () => {
    const managers = new Map(company.people.map(({ id, managerId }) => [id, managerId]));
    const top = company.people.filter(({ managerId }) => managerId === null);

    const depths = company.people.map(({ id }) => chain(id, managers).length);

    expect(top).toHaveLength(1);
    expect(Math.max(...depths)).toBeLessThanOrEqual(5); // a cycle would never end in the top
    expect(company.people.every(({ id }) => chain(id, managers).at(-1) === top[0]?.id)).toBe(true);
  });

  test('has no two people with one id, number or address', () => {
    for (const field of ['id', 'employeeNumber', 'workEmail'] as const)
      expect(new Set(company.people.map((one) => one[field])).size).toBe(600);
  });

  test('keeps careers that begin with the hire and end with the present job', () => {
    for (const { jobHistory, hiredOn, jobTitle, department, division, location, level } of company.people) {
      const days = jobHistory.map(({ effectiveOn }) => effectiveOn);

      expect(days[0]).toBe(hiredOn);
      expect(days).toEqual([...new Set(days)].sort());
      expect(jobHistory.at(-1)).toMatchObject({ jobTitle, department, division, location, level });
    }
  });

  test('has no inactive manager of an active person', () => {
    const active = new Set(company.people.filter(({ status }) => status === 'active').map(({ id }) => id));

    expect(company.people.every(({ status, managerId }) => status === 'inactive' || managerId === null || active.has(managerId))).toBe(
      true,
    );
  });
});

describe('the surveys', () => {
  test('are answered by three in four and more, and about two in five of them comment', () => {
    for (const { responses, invited } of company.waves) {
      const commenting = responses.filter(({ comments }) => comments.length > 0).length;

      expect(responses.length / invited).toBeGreaterThan(0.74);
      expect(responses.length / invited).toBeLessThan(0.83);
      expect(commenting / responses.length).toBeGreaterThan(0.3);
      expect(commenting / responses.length).toBeLessThan(0.45);
    }
  });

  test('are answered once per person, by people who were there, while the wave is open', () => {
    const people = new Map(company.people.map((person) => [person.id, person]));
    for (const { responses, opensOn, closesOn } of company.waves) {
      expect(new Set(responses.map(({ personId }) => personId)).size).toBe(responses.length);
      for (const { personId, recordedAt } of responses) {
        const person = people.get(personId);
        expect(person?.hiredOn && person.hiredOn < opensOn).toBe(true);
        expect(person?.endedOn == null || person.endedOn > closesOn).toBe(true);
        expect(recordedAt >= opensOn && recordedAt.slice(0, 10) <= closesOn).toBe(true);
      }
    }
  });

  test('capture what held on the day, not what holds now', () => {
    const people = new Map(company.people.map((person) => [person.id, person]));
    const stale = company.waves.flatMap(({ responses }) =>
      responses.filter(
        ({ personId, demographics: { location, level } }) =>
          (location !== null && location !== people.get(personId)?.location) || level !== people.get(personId)?.level,
      ),
    );

    expect(stale.length).toBeGreaterThan(0);
  });

  test('have comments that are all different, free of placeholders, and each with its themes in the truth', () => {
    const written = company.waves.flatMap(({ responses }) =>
      responses.flatMap(({ id, comments }) => comments.map((comment) => ({ id, ...comment }))),
    );

    expect(new Set(written.map(({ text }) => text)).size).toBe(written.length);
    for (const { text } of written) expectReadable(text);
    expect(written.map(({ id, questionId }) => `${id} ${questionId}`)).toEqual(
      company.truth.commentThemes.map(({ responseId, questionId }) => `${responseId} ${questionId}`),
    );
    expect(new Set(company.truth.commentThemes.flatMap(({ themes }) => themes)).size).toBe(17);
  });

  test('name in the truth whoever a comment names', () => {
    const names = new Map(company.people.map(({ id, preferredName, firstName }) => [id, preferredName ?? firstName]));
    const texts = new Map(
      company.waves.flatMap(({ responses }) =>
        responses.flatMap(({ id, comments }) => comments.map(({ questionId, text }) => [`${id} ${questionId}`, text] as const)),
      ),
    );
    const naming = company.truth.commentThemes.filter(({ mentions }) => mentions.length > 0);

    expect(naming.length).toBeGreaterThan(0);
    for (const { responseId, questionId, mentions } of naming)
      for (const id of mentions) expect(texts.get(`${responseId} ${questionId}`)).toContain(names.get(id));
  });

  test('go by what people answered: those who praise are happier than those who criticise only', () => {
    const polarities = Map.groupBy(company.truth.commentThemes, ({ responseId }) => responseId);
    const responses = company.waves.flatMap((wave) => wave.responses).filter(({ id }) => polarities.has(id));
    const praising = responses.filter(({ id }) => polarities.get(id)?.every(({ polarity }) => polarity === 'praise'));
    const criticising = responses.filter(({ id }) => polarities.get(id)?.every(({ polarity }) => polarity === 'criticism'));
    const pride = (some: typeof responses) => mean(some.flatMap(({ answers }) => answers['pride'] ?? []));

    expect(pride(praising)).toBeGreaterThan(pride(criticising));
  });
});

describe('the work', () => {
  test('is a year of issues in a handful of projects, each belonging to somebody with an account', () => {
    const accounts = new Map(company.people.map(({ id, jiraAccountId }) => [id, jiraAccountId]));

    expect(company.issues.length).toBeGreaterThanOrEqual(1200);
    expect(company.issues.length).toBeLessThanOrEqual(2000);
    expect(company.projects.length).toBeGreaterThanOrEqual(6);
    expect(new Set(company.issues.map(({ key }) => key)).size).toBe(company.issues.length);
    for (const { assigneeId, reporterId } of company.issues)
      expect([accounts.get(assigneeId), accounts.get(reporterId)]).not.toContain(null);
  });

  test('is resolved after it was created, on the day it was last touched', () => {
    for (const { createdAt, updatedAt, resolvedOn, status } of company.issues) {
      expect(createdAt <= updatedAt).toBe(true);
      expect(resolvedOn).toBe(status === 'Done' ? updatedAt.slice(0, 10) : null);
    }
  });

  test('has readable summaries and goals', () => {
    for (const { summary } of company.issues) expectReadable(summary);
    for (const { title } of company.goals) expectReadable(title);
  });

  test('gives one to three goals to whoever has passed probation', () => {
    const counts = [...Map.groupBy(company.goals, ({ ownerId }) => ownerId).values()].map(({ length }) => length);

    expect(counts.length).toBeGreaterThan(500);
    expect(counts.every((count) => count >= 1 && count <= 3)).toBe(true);
  });
});

describe('the reviews', () => {
  test("are one each, by the person's manager, of three to six sentences", () => {
    const managers = new Map(company.people.map(({ id, managerId }) => [id, managerId]));
    const sentences = Map.groupBy(company.truth.claims, ({ reviewId }) => reviewId);

    expect(new Set(company.reviews.map(({ subjectId }) => subjectId)).size).toBe(company.reviews.length);
    for (const { id, subjectId, reviewerId, text } of company.reviews) {
      const own = sentences.get(id) ?? [];
      expect(managers.get(subjectId)).toBe(reviewerId);
      expect(own.length).toBeGreaterThanOrEqual(3);
      expect(own.length).toBeLessThanOrEqual(6);
      expect(own.map(({ sentence }) => sentence).join(' ')).toBe(text);
      expectReadable(text);
    }
  });

  test('spread their ratings as managers do', () => {
    const share = (rating: number) => company.reviews.filter(({ rating: { score } }) => score === rating).length / company.reviews.length;

    for (const [index, usual] of [0.05, 0.15, 0.5, 0.24, 0.06].entries()) expect(Math.abs(share(index + 1) - usual)).toBeLessThan(0.03);
  });

  test("cite nobody's evidence but the subject's own", () => {
    const owners = new Map([
      ...company.issues.map(({ key, assigneeId }) => [key, assigneeId] as const),
      ...company.goals.map(({ id, ownerId }) => [id, ownerId] as const),
    ]);
    const subjects = new Map(company.reviews.map(({ id, subjectId }) => [id, subjectId]));

    for (const { reviewId, evidenceIds } of company.truth.claims)
      for (const id of evidenceIds) expect(owners.get(id)).toBe(subjects.get(reviewId));
  });
});

function teamSizes({ people }: Company): number[] {
  return [
    ...Map.groupBy(
      people.filter(({ status }) => status === 'active'),
      ({ team }) => team,
    ).values(),
  ].map(({ length }) => length);
}

function chain(id: string, managers: ReadonlyMap<string, string | null>): string[] {
  const path = [id];
  for (let next = managers.get(id); next != null && path.length < 50; next = managers.get(next)) path.push(next);
  return path;
}

function expectReadable(text: string): void {
  expect(text).not.toMatch(/[{}]| {2}|undefined|\bNaN\b|[Ll]orem/);
  expect(text).toBe(text.trim());
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
