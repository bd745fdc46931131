import { z } from 'zod';
import { startBamboohr } from '../../../simulators/bamboohr/bamboohr.js';
import type { RunningSimulator } from '../../../simulators/kit/simulator.js';
import { atTheSource, counter, type Harness, numbers, type OperationAtSource, type StreamAtSource } from '../harness.js';

const API_KEY = 'key';
const NOON = Date.parse('2026-03-02T12:00:00Z');
/** One page holds a thousand. */
const PAGES = 1_020;
const A_FEW = 25;

export const bamboohr: Harness = {
  async start(pagesOf) {
    const places = (stream: string) => numbers(stream === pagesOf ? PAGES : A_FEW);
    const people = places('employees');
    const [jobs, reviews, goals] = [places('job-information'), places('reviews'), places('goals')];
    const vendor = await startBamboohr({ seed: seedOf({ people, jobs, reviews, goals }), apiKey: API_KEY, now: () => new Date(NOON) });
    return {
      url: vendor.url,
      config: (url) => ({ subdomain: 'acme', apiKey: API_KEY, url, longestInFlightMs: 0 }),
      wrongCredential: { apiKey: 'another' },
      streams: {
        employees: employees(vendor, people.map(String)),
        'job-information': table(vendor, 'jobInfo', {
          keys: jobs.map(rowId),
          row: jobRow,
          changed: { jobTitle: 'Lead' },
          misfit: { date: '0000-00-00' },
        }),
        reviews: table(vendor, 'customPerformanceReviews', {
          keys: reviews.map(rowId),
          row: reviewRow,
          changed: { customText: 'Anew.' },
          misfit: { customRating: 'soon' },
        }),
        goals: table(vendor, 'customGoals', {
          keys: goals.map(rowId),
          row: goalRow,
          changed: { customPercent: '100' },
          misfit: { customTitle: '' },
        }),
      },
      operations: { 'employee.update': updates(vendor), 'outcome-row.create': outcomeRows(vendor) },
      passLag: () => undefined, // it shows everything at once
      close: vendor.close,
    };
  },
};

/** Seven at a time change within the same second, so that the end of a page falls between two of them. */
const changedAt = (place: number) => new Date(NOON - 86_400_000 + Math.floor(place / 7) * 1_000).toISOString();

const employee = (place: number) => ({
  employeeNumber: `E-${place}`,
  firstName: `First${place}`,
  lastName: `Last${place}`,
  preferredName: `Called${place}`,
  workEmail: `person${place}@example.com`,
  hireDate: '2021-05-03',
  terminationDate: place % 20 === 0 ? '2025-10-31' : null,
  status: place % 20 === 0 ? 'Inactive' : 'Active',
  jobInformationDivision: 'Products',
  jobInformationDepartment: 'Engineering',
  jobInformationLocation: 'Utrecht',
  jobInformationJobTitle: 'Engineer',
  supervisorEid: '1',
  jobLevel: 'L3',
  customTeam: `Team ${place % 9}`,
  customLastRating: '3',
  customJiraAccount: `712020:${place}`,
});

const jobRow = (place: number) => ({
  ...{ date: '2024-01-01', location: 'Utrecht', department: 'Engineering', division: 'Products' },
  ...{ jobTitle: `Engineer ${place % 5}`, reportsTo: '1' },
});
const reviewRow = (place: number) => ({
  ...{ date: '2026-01-15', customCycle: '2025-H2', customRating: String(1 + (place % 5)), customReviewer: '1' },
  customText: `What was done in half a year by number ${place}.`,
});
const goalRow = (place: number) => ({
  ...{ customGoalId: `G${place}`, customTitle: `Goal ${place}`, customDueDate: '2026-06-30', customPercent: String(place % 101) },
  customStatus: 'open',
});

const rowId = (place: number) => String(30_000 + place);
const employeeOf = (place: number) => String(1 + (place % A_FEW));
type Row = Readonly<Record<string, string>>;
type Places = readonly number[];

const text = (...aliases: readonly string[]) => aliases.map((alias) => ({ alias }));

function seedOf({ people, jobs, reviews, goals }: Readonly<Record<'people' | 'jobs' | 'reviews' | 'goals', Places>>) {
  const rows = (places: Places, row: (place: number) => Row) =>
    places.map((place) => ({ id: rowId(place), employeeId: employeeOf(place), ...row(place) }));
  return {
    employees: people.map((place) => ({ id: String(place), lastChanged: changedAt(place), fields: employee(place) })),
    tables: { jobInfo: rows(jobs, jobRow), customPerformanceReviews: rows(reviews, reviewRow), customGoals: rows(goals, goalRow) },
    tableColumns: {
      customPerformanceReviews: text('date', 'customCycle', 'customRating', 'customReviewer', 'customText'),
      customGoals: text('customGoalId', 'customTitle', 'customDueDate', 'customPercent', 'customStatus', 'customCompletedDate'),
      customCalibrationOutcome: text('date', 'customCycle', 'customRating', 'customHubRef'),
    },
    fields: text('customTeam', 'customLastRating', 'customJiraAccount'),
  };
}

function employees({ url }: RunningSimulator, keys: readonly string[]): StreamAtSource {
  const [added, changed] = [counter(), counter()];
  const add = async (fields: object) => {
    const id = String(9_000 + added());
    await atTheSource(url, 'add-employee', { id, fields: { ...employee(Number(id)), ...fields } });
    return id;
  };
  return {
    keys,
    add: () => add({}),
    change: async () => {
      const employeeId = String(changed());
      await atTheSource(url, 'set-field', { employeeId, field: 'lastName', value: 'Newly-Married' });
      return employeeId;
    },
    spoil: () => add({ hireDate: 'not a date' }),
  };
}

const addedRow = z.object({ rowId: z.string() });

interface Rows {
  readonly keys: readonly string[];
  readonly row: (place: number) => Row;
  readonly changed: Row;
  readonly misfit: Row;
}

function table({ url }: RunningSimulator, name: string, { keys, row, changed, misfit }: Rows): StreamAtSource {
  const next = counter();
  const add = async (values: Row) =>
    addedRow.parse(await atTheSource(url, 'add-table-row', { employeeId: '5', table: name, values })).rowId;
  return {
    keys,
    add: () => add(row(7)),
    change: async () => {
      const place = next();
      await atTheSource(url, 'set-table-row', { employeeId: employeeOf(place), table: name, rowId: rowId(place), values: changed });
      return rowId(place);
    },
    spoil: () => add({ ...row(7), ...misfit }),
  };
}

function updates({ ledger }: RunningSimulator): OperationAtSource {
  return {
    changes: [
      { employeeId: '17', fields: { customLastRating: '4', customTeam: 'Team 17' } },
      { employeeId: '18', fields: { preferredName: '', workEmail: 'new.name@example.com' } },
    ],
    refused: { employeeId: '999999', fields: { customLastRating: '4' } },
    effects: () => ledger.effects.filter(({ kind }) => kind === 'employee.update').length,
  };
}

function outcomeRows({ ledger, url }: RunningSimulator): OperationAtSource {
  const row = { employeeId: '17', fields: { date: '2026-07-01', customCycle: '2026-H1', customRating: '4' } };
  const field = 'customCalibrationOutcome.customHubRef';
  return {
    changes: [row, row], // two decisions may ask for the same: only the mark tells the rows apart
    refused: { ...row, employeeId: '999999' },
    effects: () => ledger.effects.filter(({ kind }) => kind === 'table-row.create').length,
    blindfolds: [
      { what: 'the column of the mark is hidden', put: () => control(url, 'hide-field', { field, hidden: true }) },
      { what: 'the column of the mark may not be written', put: () => control(url, 'read-only-field', { field, readOnly: true }) },
    ],
  };
}

const control = async (url: string, name: string, wish: object): Promise<void> => void (await atTheSource(url, name, wish));
