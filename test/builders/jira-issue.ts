import type { IssueRecord } from '../../connectors/jira/streams/issues.js';

/** A valid Jira issue, as the search gives it. A test names only the fields it is about. */
export const aJiraIssue = (fields: Partial<IssueRecord['fields']> = {}, id = '10053'): IssueRecord => ({
  id,
  key: `KAN-${Number(id) - 10_000}`,
  fields: {
    summary: 'Publish the maintenance window',
    issuetype: { id: '10001', name: 'Task' },
    status: { id: '10002', name: 'In Review', statusCategory: { id: 4, key: 'indeterminate', name: 'In Progress' } },
    statuscategorychangedate: '2026-04-28T16:00:00.000+0200',
    resolutiondate: null,
    assignee: { accountId: '712020:ada', displayName: 'Ada Okafor' },
    labels: [],
    project: { id: '10000', key: 'KAN' },
    created: '2026-04-28T15:33:15.438+0200',
    updated: '2026-04-29T09:01:02.004+0200',
    duedate: null,
    ...fields,
  },
});
