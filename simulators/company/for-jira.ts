import type { JiraSeed } from '../jira/seed.js';
import type { Company } from './company.js';
import type { Issue } from './issues.js';
import type { Person } from './people.js';

const TYPES = { Epic: '10000', Story: '10001', Task: '10002', Bug: '10003' } as const satisfies Record<Issue['type'], string>;
const STATUSES = [
  { id: '10100', name: 'To Do', category: 'new' },
  { id: '10101', name: 'In Progress', category: 'indeterminate' },
  { id: '10102', name: 'In Review', category: 'indeterminate' },
  { id: '10103', name: 'Done', category: 'done' },
] as const;
const FIRST_ISSUE_ID = 20_001;

/** The site of everybody whose work is tracked; those who left have inactive accounts. */
export function forJira(company: Company): JiraSeed {
  const accounts = new Map(company.people.map(({ id, jiraAccountId }) => [id, jiraAccountId]));
  return {
    account: {
      accountId: '712020:00000000-0000-4000-8000-00000000c0de',
      displayName: 'Plumbline',
      emailAddress: 'plumbline@example.com',
      timeZone: 'Europe/Amsterdam',
    },
    users: company.people.flatMap(userOf),
    projects: company.projects.map(({ key, name }, index) => ({
      id: String(10_000 + index),
      key,
      name,
      issueTypes: Object.entries(TYPES).map(([type, id]) => ({ id, name: type })),
    })),
    statuses: [...STATUSES],
    issues: company.issues.map((issue, index) => ({
      id: String(FIRST_ISSUE_ID + index),
      key: issue.key,
      projectKey: issue.project,
      issueTypeId: TYPES[issue.type],
      summary: issue.summary,
      statusId: STATUSES.find(({ name }) => name === issue.status)?.id ?? STATUSES[0].id,
      assigneeAccountId: accounts.get(issue.assigneeId) ?? null,
      reporterAccountId: accounts.get(issue.reporterId) ?? null,
      labels: issue.labels,
      created: issue.createdAt,
      updated: issue.updatedAt,
      resolutionDate: issue.resolvedOn === null ? null : issue.updatedAt, // nothing was touched after it was done
      storyPoints: issue.storyPoints,
    })),
  };
}

function userOf({ jiraAccountId, firstName, lastName, preferredName, workEmail, status }: Person): NonNullable<JiraSeed['users']> {
  if (jiraAccountId === null) return [];
  return [
    {
      accountId: jiraAccountId,
      displayName: `${preferredName ?? firstName} ${lastName}`,
      emailAddress: workEmail,
      timeZone: 'Europe/Amsterdam',
      active: status === 'active',
    },
  ];
}
