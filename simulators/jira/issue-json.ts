import { type Comment, type Issue, PRIORITIES, STATUS_CATEGORIES } from './issue.js';
import type { JiraIssueType, JiraUser } from './seed.js';
import type { JiraSite } from './site.js';
import { jiraTimestamp } from './time-zone.js';

/** A site as seen through one address: `self` links echo the base that was called (vendor sheet section 1). */
export interface View {
  readonly site: JiraSite;
  readonly base: string;
}

export const at = ({ site }: View, instant: Date): string => jiraTimestamp(instant, site.account.timeZone);

export function userJson({ base }: View, user: JiraUser) {
  const { accountId, accountType, active, displayName, emailAddress, timeZone } = user;
  return {
    self: `${base}/rest/api/3/user?accountId=${encodeURIComponent(accountId)}`,
    ...{ accountId, accountType, active, displayName },
    ...(emailAddress && { emailAddress }),
    ...(timeZone && { timeZone }),
  };
}

const person = (view: View, accountId: string | undefined) => {
  const user = accountId === undefined ? undefined : view.site.users.get(accountId);
  return user === undefined ? null : userJson(view, user);
};

export function statusJson({ site, base }: View, statusId: string) {
  const { id, name, category } = site.status(statusId);
  return { self: `${base}/rest/api/3/status/${id}`, id, name, statusCategory: STATUS_CATEGORIES[category] };
}

export const issueTypeJson = ({ base }: View, { id, name, subtask }: JiraIssueType) => ({
  self: `${base}/rest/api/3/issuetype/${id}`,
  ...{ id, name, subtask },
  hierarchyLevel: subtask ? -1 : 0,
});

export const commentJson = (view: View, issueId: string, { id, authorAccountId, createdAt, body, visibility }: Comment) => ({
  self: `${view.base}/rest/api/3/issue/${issueId}/comment/${id}`,
  id,
  author: person(view, authorAccountId),
  updateAuthor: person(view, authorAccountId),
  body,
  created: at(view, createdAt),
  updated: at(view, createdAt),
  ...(visibility !== undefined && { visibility }),
});

/** An issue as every reading route answers it; `properties` only where asked for. */
export function issueJson(view: View, issue: Issue, asked: { fields: readonly string[]; properties?: readonly string[] | undefined }) {
  const { id, key } = issue;
  return {
    expand: 'operations,versionedRepresentations,editmeta,changelog,renderedFields',
    ...{ id, key, self: selfOf(view, issue) },
    fields: Object.fromEntries(asked.fields.map((field) => [field, fieldJson(view, issue, field)])),
    ...(asked.properties && { properties: propertiesJson(issue, asked.properties) }),
  };
}

/** What a search answers for an issue whose fields nobody asked for (vendor sheet section 4.2). */
export const issueIdsJson = (view: View, issue: Issue) => ({ id: issue.id, key: issue.key, self: selfOf(view, issue) });

const selfOf = ({ base }: View, { id }: Issue) => `${base}/rest/api/3/issue/${id}`;

const propertiesJson = ({ properties }: Issue, asked: readonly string[]) =>
  Object.fromEntries([...properties].filter(([key]) => asked.includes(key) || asked.includes('*all')));

export function fieldJson(view: View, issue: Issue, field: string): unknown {
  if (field === view.site.storyPointFieldId) return issue.storyPoints ?? null;
  return FIELD_JSON[field]?.(view, issue);
}

const FIELD_JSON: Readonly<Record<string, (view: View, issue: Issue) => unknown>> = {
  summary: (_view, { summary }) => summary,
  issuetype: (view, issue) => issueTypeJson(view, issueTypeOf(view.site, issue)),
  project: (view, { projectKey }) => projectOf(view, projectKey),
  description: (_view, { description }) => description ?? null,
  assignee: (view, { assigneeAccountId }) => person(view, assigneeAccountId),
  reporter: (view, { reporterAccountId }) => person(view, reporterAccountId),
  creator: (view, { creatorAccountId }) => person(view, creatorAccountId),
  labels: (_view, { labels }) => labels,
  duedate: (_view, { dueOn }) => dueOn ?? null,
  priority: (_view, { priorityId }) => PRIORITIES.find(({ id }) => id === priorityId) ?? null,
  parent: (view, { parentId }) => relative(view, parentId === undefined ? undefined : view.site.find(parentId)),
  status: (view, { statusId }) => statusJson(view, statusId),
  statuscategorychangedate: (view, { statusCategoryChangedAt }) => at(view, statusCategoryChangedAt),
  resolution: (_view, { resolvedAt }) => (resolvedAt ? { id: '10000', name: 'Done' } : null),
  resolutiondate: (view, { resolvedAt }) => (resolvedAt ? at(view, resolvedAt) : null),
  components: () => [],
  created: (view, { createdAt }) => at(view, createdAt),
  updated: (view, { updatedAt }) => at(view, updatedAt),
  timespent: () => null,
  subtasks: (view, { id }) =>
    view.site
      .children(id)
      .filter((child) => issueTypeOf(view.site, child).subtask)
      .map((child) => relative(view, child)),
  issuelinks: () => [],
  comment(view, { id }) {
    const comments = view.site.comments.of(id).map((comment) => commentJson(view, id, comment));
    return { comments, maxResults: comments.length, total: comments.length, startAt: 0 };
  },
};

export function issueTypeOf(site: JiraSite, { projectKey, issueTypeId, key }: Issue): JiraIssueType {
  const type = site.projects.get(projectKey)?.issueTypes.find(({ id }) => id === issueTypeId);
  if (type === undefined) throw new Error(`issue ${key} has the unknown type ${issueTypeId}`); // the seed and every create were checked
  return type;
}

function projectOf({ site, base }: View, projectKey: string) {
  const project = site.projects.get(projectKey);
  return project && { self: `${base}/rest/api/3/project/${project.id}`, id: project.id, key: project.key, name: project.name };
}

function relative(view: View, issue: Issue | undefined) {
  if (issue === undefined) return undefined;
  const { summary, statusId } = issue;
  return {
    ...issueIdsJson(view, issue),
    fields: { summary, status: statusJson(view, statusId), issuetype: issueTypeJson(view, issueTypeOf(view.site, issue)) },
  };
}
