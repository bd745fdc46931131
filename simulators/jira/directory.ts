import type { Request } from 'express';
import type { Handler } from '../kit/simulator.js';
import { Refusal, refusal } from './errors.js';
import { isOnScreen, type JiraField, jiraFields } from './fields.js';
import { PRIORITIES } from './issue.js';
import { issueTypeJson, userJson, type View } from './issue-json.js';
import { baseOf, clamp, integerParameter, isAuthenticated, listParameter, offsetPage, pathParameter, textParameter } from './request.js';
import type { JiraIssueType, JiraProject } from './seed.js';
import type { JiraSite } from './site.js';
import { jiraTimestamp } from './time-zone.js';

const PERMISSIONS = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'TRANSITION_ISSUES',
  'ADD_COMMENTS',
  'LINK_ISSUES',
  'CREATE_ATTACHMENTS',
  'ASSIGN_ISSUES',
];

/** Who and what there is: vendor sheet sections 2.4, 4 and 5.1. An anonymous caller finds nothing, and no error. */
export function directoryHandlers(site: JiraSite): Readonly<Record<string, Handler>> {
  return {
    'GET /rest/api/3/myself'(request, response) {
      if (!isAuthenticated(response)) throw new Refusal(401, 'Client must be authenticated to access this resource.');
      response.json({ ...userJson(viewOf(site, request), site.account), locale: 'en_US' });
    },
    'GET /rest/api/3/serverInfo': (request, response) => void response.json(serverInfo(site, baseOf(request))),
    'GET /rest/api/3/mypermissions': (request, response) =>
      void response.json({ permissions: permissions(site, request, isAuthenticated(response)) }),
    'GET /rest/api/3/project/search'(request, response) {
      const startAt = Math.max(0, integerParameter(request, 'startAt', 0));
      const maxResults = clamp(integerParameter(request, 'maxResults', 50), 1, 100);
      const projects = isAuthenticated(response) ? projectsAsked(site, request) : [];
      const page = offsetPage(request, projects, { startAt, maxResults });
      const expand = listParameter(request, 'expand') ?? [];
      response.json({ ...page, values: page.values.map((project) => projectJson(viewOf(site, request), project, expand)) });
    },
    'GET /rest/api/3/users/search'(request, response) {
      const startAt = Math.max(0, integerParameter(request, 'startAt', 0));
      const maxResults = clamp(integerParameter(request, 'maxResults', 50), 1, 1000);
      const users = isAuthenticated(response) ? [...site.users.values()] : [];
      response.json(users.slice(startAt, startAt + maxResults).map((user) => userJson(viewOf(site, request), user)));
    },
    'GET /rest/api/3/field': (_request, response) =>
      void response.json(isAuthenticated(response) ? jiraFields(site).map(fieldDetails) : []),
    'GET /rest/api/3/issue/createmeta/:project/issuetypes'(request, response) {
      const { issueTypes } = projectNamed(site, request, isAuthenticated(response));
      const { values, ...page } = metaPage(request, issueTypes);
      response.json({ ...page, issueTypes: values.map((type) => issueTypeJson(viewOf(site, request), type)) });
    },
    'GET /rest/api/3/issue/createmeta/:project/issuetypes/:issueTypeId'(request, response) {
      const project = projectNamed(site, request, isAuthenticated(response));
      const type = project.issueTypes.find(({ id }) => id === pathParameter(request, 'issueTypeId'));
      if (type === undefined) throw refusal(404, ['The issue type does not exist in this project.']);
      const onScreen = jiraFields(site).filter(({ id }) => isOnScreen(site, id));
      const { values, ...page } = metaPage(request, onScreen);
      response.json({ ...page, fields: values.map((field) => createField(viewOf(site, request), field, project, type)) });
    },
  };
}

const viewOf = (site: JiraSite, request: Request): View => ({ site, base: baseOf(request) });

const serverInfo = (site: JiraSite, baseUrl: string) => ({
  baseUrl,
  version: '1001.0.0-SNAPSHOT',
  versionNumbers: [1001, 0, 0],
  deploymentType: 'Cloud',
  serverTime: jiraTimestamp(site.now(), site.account.timeZone),
  serverTitle: 'Jira',
});

function permissions(site: JiraSite, request: Request, havePermission: boolean) {
  const asked = listParameter(request, 'permissions');
  if (asked === undefined) throw refusal(400, ["The 'permissions' query parameter is required."]);
  const unknown = asked.filter((key) => !PERMISSIONS.includes(key));
  if (unknown.length > 0) throw refusal(400, [`Unrecognized permission(s): ${unknown.join(', ')}`]);
  const projectKey = textParameter(request, 'projectKey');
  if (projectKey !== undefined && (!havePermission || site.projectBy(projectKey) === undefined)) throw projectNotFound(projectKey);
  return Object.fromEntries(
    asked.map((key) => [key, { id: String(PERMISSIONS.indexOf(key)), key, name: key, type: 'PROJECT', havePermission }]),
  );
}

const projectNotFound = (key: string) => refusal(404, [`No project could be found with key '${key}'.`]);

function projectsAsked(site: JiraSite, request: Request): JiraProject[] {
  const keys = listParameter(request, 'keys');
  const orderBy = textParameter(request, 'orderBy') ?? 'key';
  if (!/^[+-]?key$/.test(orderBy)) throw refusal(400, [`Cannot order projects by '${orderBy}'.`]);
  const projects = [...site.projects.values()].filter(({ key }) => keys === undefined || keys.includes(key));
  projects.sort((one, other) => (one.key < other.key ? -1 : 1));
  return orderBy.startsWith('-') ? projects.reverse() : projects;
}

function projectJson(view: View, { id, key, name, issueTypes }: JiraProject, expand: readonly string[]) {
  return {
    self: `${view.base}/rest/api/3/project/${id}`,
    ...{ id, key, name },
    projectTypeKey: 'software',
    simplified: false,
    style: 'classic',
    isPrivate: false,
    ...(expand.includes('issueTypes') && { issueTypes: issueTypes.map((type) => issueTypeJson(view, type)) }),
    ...(expand.includes('description') && { description: '' }),
    ...(expand.includes('lead') && { lead: userJson(view, view.site.account) }),
  };
}

const fieldDetails = ({ id, name, schema, isSettable }: JiraField) => ({
  ...{ id, key: id, name, schema },
  custom: id.startsWith('customfield_'),
  orderable: isSettable,
  navigable: id !== 'comment',
  searchable: true,
  clauseNames: id.startsWith('customfield_') ? [`cf[${id.replace('customfield_', '')}]`, name] : [id],
});

function projectNamed(site: JiraSite, request: Request, authenticated: boolean): JiraProject {
  const idOrKey = pathParameter(request, 'project');
  const project = authenticated ? site.projectBy(idOrKey) : undefined;
  if (project === undefined) throw projectNotFound(idOrKey);
  return project;
}

function metaPage<Value>(request: Request, all: readonly Value[]) {
  const startAt = Math.max(0, integerParameter(request, 'startAt', 0));
  const maxResults = Math.max(1, integerParameter(request, 'maxResults', 50));
  if (maxResults > 200) throw refusal(400, ["Parameter 'maxResults' must not exceed the limit '200'"]);
  return { startAt, maxResults, total: all.length, values: all.slice(startAt, startAt + maxResults) };
}

function createField(view: View, { id, name, schema }: JiraField, project: JiraProject, type: JiraIssueType) {
  const allowedValues = { priority: PRIORITIES, project: [projectJson(view, project, [])], issuetype: [issueTypeJson(view, type)] }[id];
  const hasDefaultValue = id === 'priority' || id === 'reporter';
  return {
    ...{ fieldId: id, key: id, name, schema, hasDefaultValue },
    required: ['summary', 'project', 'issuetype'].includes(id) || (id === 'parent' && type.subtask),
    operations: id === 'labels' ? ['add', 'set', 'remove'] : ['set'],
    ...(allowedValues && { allowedValues }),
  };
}
