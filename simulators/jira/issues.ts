import type { Request } from 'express';
import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import type { Handler } from '../kit/simulator.js';
import { type EditBody, editBody, type FieldErrors, readEdits } from './edits.js';
import { notAuthenticated, refusal } from './errors.js';
import { selectedFields } from './fields.js';
import { revise } from './history.js';
import { DEFAULT_PRIORITY_ID, type Issue, type IssueContent } from './issue.js';
import { issueJson } from './issue-json.js';
import { acceptableProperties } from './properties.js';
import { baseOf, isAuthenticated, listParameter, readBody, textParameter } from './request.js';
import type { JiraIssueType, JiraProject } from './seed.js';
import type { JiraSite } from './site.js';
import { storedValues } from './stored-values.js';
import { visibleIssue } from './visible-issue.js';

const bulkBody = z.strictObject({
  issueIdsOrKeys: z.array(z.string()),
  fields: z.array(z.string()).nullish(),
  expand: z.array(z.string()).nullish(),
  properties: z.array(z.string()).nullish(),
  fieldsByKeys: z.boolean().nullish(),
});

/** Vendor sheet sections 4 (bulkfetch), 5.1, 5.2 and 7. */
export function issueHandlers(site: JiraSite, ledger: Ledger): Readonly<Record<string, Handler>> {
  return {
    'POST /rest/api/3/issue'(request, response) {
      if (!isAuthenticated(response)) throw notAuthenticated();
      const { id, key } = createIssue(site, ledger, readBody(request, editBody));
      response.status(201).json({ id, key, self: `${baseOf(request)}/rest/api/3/issue/${id}` });
    },
    'GET /rest/api/3/issue/:idOrKey'(request, response) {
      const issue = visibleIssue(site, request, response);
      const fields = selectedFields(site, listParameter(request, 'fields') ?? ['*all']);
      response.json(issueJson(viewOf(site, request), issue, { fields, properties: listParameter(request, 'properties') }));
    },
    'PUT /rest/api/3/issue/:idOrKey'(request, response) {
      const edited = editIssue(site, ledger, visibleIssue(site, request, response), readBody(request, editBody));
      if (textParameter(request, 'returnIssue') !== 'true') return void response.status(204).end();
      return void response.json(issueJson(viewOf(site, request), edited, { fields: selectedFields(site, ['*all']) }));
    },
    'POST /rest/api/3/issue/bulkfetch'(request, response) {
      const asked = bulkRequest(request);
      const fields = selectedFields(site, asked.fields ?? ['*navigable']);
      const found = isAuthenticated(response) ? fetchIssues(site, asked.issueIdsOrKeys) : [];
      ledger.serve('issues-by-id', found.length);
      const issues = found.map((issue) => issueJson(viewOf(site, request), issue, { fields, properties: asked.properties ?? undefined }));
      response.json({ issues, issueErrors: [] });
    },
  };
}

const viewOf = (site: JiraSite, request: Request) => ({ site, base: baseOf(request) });

function createIssue(site: JiraSite, ledger: Ledger, body: EditBody): Issue {
  const { project, issuetype, ...fields } = body.fields ?? {};
  const home = projectAsked(site, project);
  const type = home && typeAsked(home, issuetype);
  const { errors, change } = readEdits({ site, projectKey: home?.key, issue: undefined }, { ...body, fields }, 'respected');
  const { summary } = change;
  if (home === undefined || type === undefined || summary === undefined || Object.keys(errors).length > 0) {
    throw refusal(400, [], { ...missingErrors({ home, type: type ?? (home ? undefined : issuetype), summary }), ...errors });
  }
  if (type.subtask && change.parentId === undefined) {
    throw refusal(400, [], { parent: 'Issue type is a sub-task but parent issue key or id not specified.' });
  }
  const properties = acceptableProperties(body.properties ?? []);
  const issue = site.put(newIssue(site, home.key, type.id, { ...change, summary }, properties));
  ledger.record({ kind: 'issue.create', target: issue.id, values: createdValues(site, issue, Object.keys(change)) });
  return issue;
}

const missingErrors = (found: { home: unknown; type: unknown; summary: unknown }): FieldErrors => ({
  ...(found.summary === undefined && { summary: 'You must specify a summary of the issue.' }),
  ...(found.type === undefined && { issuetype: 'Specify a valid issue type' }),
  ...(found.home === undefined && { project: 'Specify a valid project ID or key' }),
});

const reference = z.object({ id: z.string().optional(), key: z.string().optional(), name: z.string().optional() });

function projectAsked(site: JiraSite, asked: unknown): JiraProject | undefined {
  const { data } = reference.safeParse(asked);
  return site.projectBy(data?.id ?? data?.key ?? '');
}

function typeAsked({ issueTypes }: JiraProject, asked: unknown): JiraIssueType | undefined {
  const { data } = reference.safeParse(asked);
  return issueTypes.find(({ id, name }) => id === data?.id || name === data?.name);
}

type NewContent = Partial<IssueContent> & Pick<IssueContent, 'summary'>;

function newIssue(site: JiraSite, projectKey: string, issueTypeId: string, content: NewContent, properties: Issue['properties']): Issue {
  const createdAt = site.now();
  const { accountId } = site.account;
  return {
    ...site.nextIssue(projectKey),
    ...{ projectKey, issueTypeId, properties, createdAt, updatedAt: createdAt, statusCategoryChangedAt: createdAt },
    description: undefined,
    assigneeAccountId: undefined,
    reporterAccountId: accountId,
    creatorAccountId: accountId,
    labels: [],
    dueOn: undefined,
    priorityId: DEFAULT_PRIORITY_ID,
    parentId: undefined,
    storyPoints: undefined,
    ...content,
    statusId: site.statuses[0]?.id ?? '',
    resolvedAt: undefined,
    isHidden: false,
  };
}

const createdValues = (site: JiraSite, issue: Issue, changed: readonly string[]) => ({
  key: issue.key,
  ...storedValues(site, issue, ['projectKey', 'issueTypeId', ...changed]),
  properties: Object.fromEntries(issue.properties),
});

function editIssue(site: JiraSite, ledger: Ledger, issue: Issue, body: EditBody): Issue {
  if (!body.fields && !body.update && !body.properties) throw refusal(400, ["one of 'fields' or 'update' required"]);
  const { errors, change } = readEdits({ site, projectKey: issue.projectKey, issue }, body, 'respected');
  if (Object.keys(errors).length > 0) throw refusal(400, [], errors);
  const properties = acceptableProperties(body.properties ?? []);
  const edited = revise(site, issue, change, site.account.accountId);
  const stored = properties.size === 0 ? edited : site.put({ ...edited, properties: new Map([...edited.properties, ...properties]) });
  const values = storedValues(site, stored, Object.keys(change));
  ledger.record({
    kind: 'issue.update',
    target: issue.id,
    values: { ...values, ...(properties.size > 0 && { properties: Object.fromEntries(properties) }) },
  });
  return stored;
}

function bulkRequest(request: Request) {
  const asked = readBody(request, bulkBody);
  const count = asked.issueIdsOrKeys.length;
  if (count < 1 || count > 100) throw refusal(400, ['The number of issue IDs or keys must be between 1 and 100.']);
  if ((asked.properties?.length ?? 0) > 5) throw refusal(400, ['The properties parameter must not hold more than 5 keys.']);
  return asked;
}

/** In ascending order of id; what is missing or forbidden is silently absent. */
function fetchIssues(site: JiraSite, idsOrKeys: readonly string[]): Issue[] {
  const found = new Map(idsOrKeys.flatMap((idOrKey) => site.find(idOrKey) ?? []).map((issue) => [issue.id, issue]));
  return [...found.values()].filter(({ isHidden }) => !isHidden).sort((one, other) => Number(one.id) - Number(other.id));
}
