import type { Issue } from './issue.js';
import type { JiraSite } from './site.js';

/**
 * What an issue now holds in the parts that were set, keyed and shaped as clients write them:
 * what the ledger keeps of a create or an edit.
 */
export const storedValues = (site: JiraSite, issue: Issue, parts: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const stored = STORED[part]?.(site, issue);
      return stored === undefined ? [] : [stored];
    }),
  );

type Stored = readonly [field: string, value: unknown];
const STORED: Readonly<Record<string, (site: JiraSite, issue: Issue) => Stored>> = {
  projectKey: (_site, { projectKey }) => ['project', { key: projectKey }],
  issueTypeId: (_site, { issueTypeId }) => ['issuetype', { id: issueTypeId }],
  summary: (_site, { summary }) => ['summary', summary],
  description: (_site, { description }) => ['description', description ?? null],
  labels: (_site, { labels }) => ['labels', labels],
  dueOn: (_site, { dueOn }) => ['duedate', dueOn ?? null],
  priorityId: (_site, { priorityId }) => ['priority', { id: priorityId }],
  storyPoints: (site, { storyPoints }) => [site.storyPointFieldId, storyPoints ?? null],
  parentId: (site, { parentId }) => ['parent', parentId === undefined ? null : { id: parentId, key: site.find(parentId)?.key }],
  assigneeAccountId: (_site, { assigneeAccountId }) => ['assignee', account(assigneeAccountId)],
  reporterAccountId: (_site, { reporterAccountId }) => ['reporter', account(reporterAccountId)],
};

const account = (accountId: string | undefined) => (accountId === undefined ? null : { accountId });
