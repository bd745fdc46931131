import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startBamboohr } from '../bamboohr/bamboohr.js';
import { bamboohrSeed } from '../bamboohr/seed.js';
import { startJira } from '../jira/jira.js';
import { jiraSeed } from '../jira/seed.js';
import { startQualtrics } from '../qualtrics/qualtrics.js';
import { qualtricsSeed } from '../qualtrics/seed.js';
import { type Company, generateCompany } from './company.js';
import { forBamboohr } from './for-bamboohr.js';
import { forJira } from './for-jira.js';
import { forQualtrics } from './for-qualtrics.js';

let company: Company;
beforeAll(() => {
  company = generateCompany({ seed: 5 });
});

test('the same company gives every vendor the same seed', () => {
  const again = generateCompany({ seed: 5 });

  expect(forBamboohr(again)).toEqual(forBamboohr(company));
  expect(forQualtrics(again)).toEqual(forQualtrics(company));
  expect(forJira(again)).toEqual(forJira(company));
});

test('no vendor is given the truth', () => {
  const given = JSON.stringify([forBamboohr(company), forQualtrics(company), forJira(company)]);

  for (const word of ['polarity', 'verdict', 'contradicted', 'lenient', 'planted']) expect(given).not.toContain(word);
});

test('BambooHR holds everybody, their careers, reviews and goals', async () => {
  const { employees, tables } = bamboohrSeed.parse(forBamboohr(company));

  expect(employees).toHaveLength(600);
  expect(tables['jobInfo']?.length).toBe(company.people.flatMap(({ jobHistory }) => jobHistory).length);
  expect(tables['customPerformanceReviews']).toHaveLength(company.reviews.length);
  expect(tables['customGoals']).toHaveLength(company.goals.length);
  expect(tables['customCalibrationOutcome']).toEqual([]);
});

test('one BambooHR record does not fit, and it is the one the truth names', () => {
  const { employees } = bamboohrSeed.parse(forBamboohr(company));

  const misfits = employees.filter(({ fields }) => !z.iso.date().safeParse(fields['hireDate']).success);

  expect(misfits.map(({ id }) => id)).toEqual([company.truth.planted.rejectedRecord.personId]);
});

test('the BambooHR field that will stop coming comes for everybody at first', () => {
  const { employees } = bamboohrSeed.parse(forBamboohr(company));
  const { field } = company.truth.planted.permissionLoss;

  expect(employees.every(({ fields }) => typeof fields[field] === 'string' && fields[field] !== '')).toBe(true);
});

test('Qualtrics holds one survey per wave, its responses leading to employee numbers', () => {
  const { surveys } = qualtricsSeed.parse(forQualtrics(company));
  const numbers = new Set(company.people.map(({ employeeNumber }) => employeeNumber));

  expect(surveys.map(({ responses }) => responses.length)).toEqual(company.waves.map(({ responses }) => responses.length));
  for (const { values } of surveys.flatMap(({ responses }) => responses))
    expect(numbers.has(String(values['externalDataReference']))).toBe(true);
});

test('Qualtrics holds every comment as it was written', () => {
  const { surveys } = qualtricsSeed.parse(forQualtrics(company));
  const texts = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).flatMap(([key, value]) => (key.endsWith('_TEXT') ? [value] : []));

  const stored = surveys.flatMap(({ responses }) => responses.flatMap(({ values }) => texts(values)));

  expect(stored.sort()).toEqual(
    company.waves.flatMap(({ responses }) => responses.flatMap(({ comments }) => comments.map(({ text }) => text))).sort(),
  );
});

test('Jira holds every issue, and done ones say when', () => {
  const { issues } = jiraSeed.parse(forJira(company));

  expect(issues).toHaveLength(company.issues.length);
  const done = issues.filter(({ resolutionDate }) => resolutionDate != null);
  expect(done).toHaveLength(company.issues.filter(({ status }) => status === 'Done').length);
});

test('the simulated vendors start with it', async () => {
  const vendors = await Promise.all([
    startBamboohr({ seed: forBamboohr(company), apiKey: 'key' }),
    startQualtrics({ seed: forQualtrics(company), apiToken: 'token' }),
    startJira({ seed: forJira(company), email: 'plumbline@example.com', apiToken: 'token' }),
  ]);

  expect(vendors.map(({ vendor }) => vendor)).toEqual(['bamboohr', 'qualtrics', 'jira']);
  await Promise.all(vendors.map((vendor) => vendor.close()));
});
