import type { z } from 'zod';
import type { bamboohrSeed } from '../bamboohr/seed.js';
import { instant } from './calendar.js';
import type { Company } from './company.js';
import type { Person } from './people.js';

type Seed = z.input<typeof bamboohrSeed>;
type Rows = NonNullable<Seed['tables']>[string];

/** Columns beside the vendor's own: reviews and goals are kept in custom tables, as no public route gives them for the whole company. */
const tableColumns: Seed['tableColumns'] = {
  customPerformanceReviews: [
    { alias: 'date', name: 'Date', type: 'date', required: true },
    { alias: 'customCycle', name: 'Cycle' },
    { alias: 'customRating', name: 'Rating (1 to 5)', type: 'int' },
    { alias: 'customReviewer', name: 'Reviewer (employee id)' },
    { alias: 'customText', name: 'Review' },
    { alias: 'customHubRef', name: 'Hub reference' },
  ],
  customCalibrationOutcome: [
    { alias: 'date', name: 'Date', type: 'date', required: true },
    { alias: 'customCycle', name: 'Cycle' },
    { alias: 'customRating', name: 'Rating (1 to 5)', type: 'int' },
    { alias: 'customHubRef', name: 'Hub reference' },
  ],
  customGoals: [
    { alias: 'customGoalId', name: 'Goal', required: true },
    { alias: 'customTitle', name: 'Title' },
    { alias: 'customDueDate', name: 'Due', type: 'date' },
    { alias: 'customPercent', name: 'Percent complete', type: 'int' },
    { alias: 'customStatus', name: 'Status' },
    { alias: 'customCompletedDate', name: 'Completed', type: 'date' },
  ],
};

const fields: Seed['fields'] = [
  { alias: 'customTeam', name: 'Team' },
  { alias: 'customLastRating', name: 'Last rating', type: 'int' },
  { alias: 'customJiraAccount', name: 'Jira account' },
];

/** The company as BambooHR holds it; the one employee whose record does not fit is among them. */
export function forBamboohr(company: Company): Seed {
  return {
    employees: company.people.map((person) => ({
      id: person.id,
      lastChanged: lastChanged(person),
      fields: { ...fieldsOf(person), ...misfit(company, person) },
    })),
    tables: {
      jobInfo: jobRows(company),
      customPerformanceReviews: reviewRows(company),
      customCalibrationOutcome: [],
      customGoals: goalRows(company),
    },
    tableColumns,
    fields,
  };
}

const fieldsOf = (person: Person) => ({
  employeeNumber: person.employeeNumber,
  firstName: person.firstName,
  lastName: person.lastName,
  preferredName: person.preferredName,
  workEmail: person.workEmail,
  hireDate: person.hiredOn,
  status: person.status === 'active' ? 'Active' : 'Inactive',
  terminationDate: person.endedOn,
  jobInformationDivision: person.division,
  jobInformationDepartment: person.department,
  jobInformationLocation: person.location,
  jobInformationJobTitle: person.jobTitle,
  supervisorEid: person.managerId,
  jobLevel: person.level,
  customTeam: person.team,
  customLastRating: null,
  customJiraAccount: person.jiraAccountId,
});

function misfit({ truth }: Company, { id }: Person): Record<string, string> {
  const { personId, field, value } = truth.planted.rejectedRecord;
  return id === personId ? { [field]: value } : {};
}

/** The last thing we know to have happened to them, at a minute of the day that differs from person to person. */
function lastChanged({ id, jobHistory, endedOn, hiredOn }: Person): string {
  return instant(endedOn ?? jobHistory.at(-1)?.effectiveOn ?? hiredOn, 7 * 60 + (Number(id) % 600));
}

/** The vendor gives managers in this table by name only, and keeps them by id. */
function jobRows({ people }: Company): Rows {
  return numbered(
    30_001,
    people.flatMap(({ id, jobHistory, team }) =>
      jobHistory.map((row) => ({
        employeeId: id,
        date: row.effectiveOn,
        location: row.location,
        department: row.department,
        division: row.division,
        jobTitle: row.jobTitle,
        reportsTo: row.managerId,
        teams: [team],
      })),
    ),
  );
}

function reviewRows({ reviews }: Company): Rows {
  return numbered(
    50_001,
    reviews.map(({ subjectId, reviewerId, cycle, rating, submittedOn, text }) => ({
      employeeId: subjectId,
      date: submittedOn,
      customCycle: cycle,
      customRating: String(rating.score),
      customReviewer: reviewerId,
      customText: text,
      customHubRef: null,
    })),
  );
}

function goalRows({ goals }: Company): Rows {
  return numbered(
    70_001,
    goals.map((goal) => ({
      employeeId: goal.ownerId,
      customGoalId: goal.id,
      customTitle: goal.title,
      customDueDate: goal.dueOn,
      customPercent: String(goal.percentComplete),
      customStatus: goal.status,
      customCompletedDate: goal.completedOn,
    })),
  );
}

const numbered = <Row extends { employeeId: string }>(first: number, rows: readonly Row[]) =>
  rows.map((row, index) => ({ id: String(first + index), ...row }));
