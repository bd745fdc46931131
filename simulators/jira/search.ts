import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import type { Handler } from '../kit/simulator.js';
import { refusal } from './errors.js';
import { jiraFields, selectedFields } from './fields.js';
import type { Issue } from './issue.js';
import { issueIdsJson, issueJson } from './issue-json.js';
import { parseJql } from './jql-parser.js';
import { compileQuery, type Query } from './jql-query.js';
import { PageTokens } from './page-tokens.js';
import { baseOf, integerParameter, isAuthenticated, listParameter, readBody, textParameter } from './request.js';
import type { JiraSite } from './site.js';

const searchBody = z.strictObject({
  jql: z.string().nullish(),
  nextPageToken: z.string().nullish(),
  maxResults: z.int().nullish(),
  fields: z.array(z.string()).nullish(),
  expand: z.string().nullish(), // a comma string, not an array
  properties: z.array(z.string()).nullish(),
  fieldsByKeys: z.boolean().nullish(),
  reconcileIssues: z.array(z.int()).nullish(),
});
type SearchBody = z.output<typeof searchBody>;
const countBody = z.strictObject({ jql: z.string().nullish() });

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 5000;
/** Pages with fields are shorter than asked; how much shorter is not documented. */
const LARGEST_PAGE_WITH_FIELDS = 100;

/** Vendor sheet sections 4.1 to 4.3 and 8. */
export function searchHandlers(site: JiraSite, ledger: Ledger): Readonly<Record<string, Handler>> {
  const tokens = new PageTokens(site.now);
  const search = (request: Request, response: Response, asked: SearchBody) => {
    const page = searchPage(site, tokens, asked, isAuthenticated(response));
    ledger.serve('issues', page.issues.length);
    response.json(pageJson(site, baseOf(request), asked, page));
  };
  return {
    'GET /rest/api/2/search': gone,
    'POST /rest/api/2/search': gone,
    'GET /rest/api/3/search': gone,
    'POST /rest/api/3/search': gone,
    'GET /rest/api/3/search/jql': (request, response) => search(request, response, queryOf(request)),
    'POST /rest/api/3/search/jql': (request, response) => search(request, response, readBody(request, searchBody)),
    'POST /rest/api/3/search/approximate-count'(request, response) {
      const { jql } = readBody(request, countBody);
      const query = boundedQuery(site, jql ?? undefined, isAuthenticated(response));
      response.json({ count: query === undefined ? 0 : [...matching(site, query, new Set())].length });
    },
  };
}

const gone: Handler = () => {
  throw refusal(410, ['The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.']);
};

function queryOf(request: Request): SearchBody {
  const reconcileIssues = listParameter(request, 'reconcileIssues')?.map(Number);
  return {
    jql: textParameter(request, 'jql'),
    nextPageToken: textParameter(request, 'nextPageToken'),
    maxResults: integerParameter(request, 'maxResults', DEFAULT_PAGE),
    fields: listParameter(request, 'fields')?.slice(),
    expand: textParameter(request, 'expand'),
    properties: listParameter(request, 'properties')?.slice(),
    reconcileIssues,
  };
}

interface SearchPage {
  readonly issues: readonly Issue[];
  readonly nextPageToken: string | undefined;
}

/** The refusals stand in the order the vendor sheet measured: token, page size, query. */
function searchPage(site: JiraSite, tokens: PageTokens, asked: SearchBody, authenticated: boolean): SearchPage {
  const jql = asked.jql ?? '';
  const after = asked.nextPageToken ? tokens.position(asked.nextPageToken, jql) : undefined;
  if (asked.nextPageToken && after === undefined) throw refusal(400, ['The provided nextPageToken is invalid or has expired.']);
  const maxResults = asked.maxResults ?? DEFAULT_PAGE;
  if (maxResults < 1 || maxResults > LARGEST_PAGE) throw refusal(400, ['The maxResults parameter must be between 1 and 5,000.']);
  if ((asked.reconcileIssues?.length ?? 0) > 50) throw refusal(400, ['The reconcileIssues parameter must not hold more than 50 issues.']);
  if ((asked.properties?.length ?? 0) > 5) throw refusal(400, ['The properties parameter must not hold more than 5 keys.']);
  const query = boundedQuery(site, jql, authenticated);
  if (query === undefined) return { issues: [], nextPageToken: undefined };

  const placed = [...matching(site, query, new Set(asked.reconcileIssues?.map(String)))]
    .map((issue) => ({ issue, place: query.place(issue) }))
    .filter(({ place }) => after === undefined || query.compare(place, after) > 0)
    .sort((one, other) => query.compare(one.place, other.place));
  const page = placed.slice(0, Math.min(maxResults, asksFields(asked) ? LARGEST_PAGE_WITH_FIELDS : LARGEST_PAGE));
  const last = page.at(-1);
  return {
    issues: page.map(({ issue }) => issue).filter(({ id }) => !site.index.takeVanished(id)),
    nextPageToken: last !== undefined && page.length < placed.length ? tokens.issue(jql, last.place) : undefined,
  };
}

/** @returns undefined for an anonymous caller, who sees nothing and is told nothing (vendor sheet section 2.1). */
function boundedQuery(site: JiraSite, jql: string | undefined, authenticated: boolean): Query | undefined {
  const parsed = parseJql(jql ?? '');
  if (parsed.where === undefined) {
    throw refusal(400, ['Unbounded JQL queries are not allowed here. Add a search restriction to the query.']);
  }
  return authenticated ? compileQuery(site, parsed) : undefined;
}

function* matching(site: JiraSite, query: Query, reconciled: ReadonlySet<string>): Iterable<Issue> {
  for (const issue of site.index.issues(reconciled, (id) => site.find(id))) if (!issue.isHidden && query.matches(issue)) yield issue;
}

const asksFields = ({ fields, properties }: SearchBody): boolean =>
  (fields ?? []).some((field) => field !== 'id' && field !== 'key') || (properties ?? []).length > 0;

function pageJson(site: JiraSite, base: string, asked: SearchBody, { issues, nextPageToken }: SearchPage) {
  const view = { site, base };
  const fields = asked.fields?.length ? selectedFields(site, asked.fields) : [];
  const expand = asked.expand?.split(',').map((part) => part.trim()) ?? [];
  const described = jiraFields(site).filter(({ id }) => fields.includes(id));
  return {
    issues: issues.map((issue) =>
      asksFields(asked) ? issueJson(view, issue, { fields, properties: asked.properties ?? undefined }) : issueIdsJson(view, issue),
    ),
    isLast: nextPageToken === undefined,
    ...(nextPageToken !== undefined && { nextPageToken }),
    ...(expand.includes('names') && { names: Object.fromEntries(described.map(({ id, name }) => [id, name])) }),
    ...(expand.includes('schema') && { schema: Object.fromEntries(described.map(({ id, schema }) => [id, schema])) }),
  };
}
