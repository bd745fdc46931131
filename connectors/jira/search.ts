import { z } from 'zod';
import type { OpenConnection } from '../kit/connector.js';
import { FatalError } from '../kit/errors.js';
import { PageTrail } from '../kit/page-trail.js';
import { API, type JiraConfig } from './source.js';

const PAGE_SIZE = 100;

interface Search {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly properties?: readonly string[];
}

const identified = z.looseObject({ id: z.string() });

/** Pages of a search until no token comes: neither an empty page nor `isLast` is the end. */
export async function* searchPages<Issue extends z.ZodType>(
  { http }: OpenConnection<JiraConfig>,
  search: Search,
  issue: Issue,
): AsyncGenerator<{ issues: readonly z.output<Issue>[]; last: boolean }> {
  const answer = z.object({ issues: z.array(issue), nextPageToken: z.string().nullish() });
  const walked = new Set<string>();
  const trail = new PageTrail();
  for (let token: string | undefined; ;) {
    const data = { ...search, maxResults: PAGE_SIZE, ...(token === undefined ? {} : { nextPageToken: token }) };
    const { issues, nextPageToken } = await http.read({ method: 'POST', url: `${API}/search/jql`, data }, answer);
    token = nextPageToken ?? undefined;
    yield { issues, last: token === undefined };
    if (token === undefined) return;
    trail.follow(issues.map((one) => identified.safeParse(one).data?.id ?? JSON.stringify(one)));
    if (walked.has(token)) throw new FatalError('Jira gave the same page token twice: the search would never end', { pages: walked.size });
    walked.add(token);
  }
}

/** How many pages a search of so many issues takes. */
export const pagesOf = (issues: number): number => Math.max(1, Math.ceil(issues / PAGE_SIZE));

/** A text as JQL reads it. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
