import { z } from 'zod';
import { isBeyondTomorrow } from '../../kit/beyond-tomorrow.js';
import type { OpenConnection } from '../../kit/connector.js';
import { minuteIn } from '../minute.js';
import { pagesOf, quoted, searchPages } from '../search.js';
import { API, jira, type JiraConfig } from '../source.js';

/** An instant with the offset of the account's time zone, written without a colon: `2026-04-28T15:33:31.783+0200`. */
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/, 'an instant with an offset');

const issueFields = z.looseObject({
  summary: z.string().min(1),
  issuetype: z.looseObject({ name: z.string() }),
  status: z.looseObject({ statusCategory: z.looseObject({ key: z.enum(['new', 'indeterminate', 'done']) }) }),
  statuscategorychangedate: instant.nullish(),
  resolutiondate: instant.nullish(),
  assignee: z.looseObject({ accountId: z.string().min(1) }).nullish(),
  labels: z.array(z.string()),
  project: z.looseObject({ key: z.string().min(1), name: z.string().min(1).optional() }),
  created: instant,
  updated: instant,
  duedate: z.iso.date().nullish(),
});

/** An issue as the search gives it, with the fields that were asked for. */
export const issueRecord = z.looseObject({
  id: z.string().min(1), // not `key`: that one changes when the issue moves
  key: z.string().min(1),
  fields: issueFields,
});
export type IssueRecord = z.infer<typeof issueRecord>;

const account = z.looseObject({ timeZone: z.string().min(1) });
const site = z.looseObject({ serverTime: instant });

/** Search shows a change seconds to minutes late: what the next read begins with overlaps by this much. */
const OVERLAP_MS = 5 * 60_000;

/** The issues of the configured projects, in the order they were last updated. */
export const issues = jira.stream({
  name: 'issues',
  reference: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post',
  record: issueRecord,
  key: (issue) => issue.id,
  checkpoint: z.object({ updatedSince: z.iso.datetime({ offset: true }) }),
  deletes: 'full-read',
  // Only those that no issue lacks: among a few changed ones, an empty assignee or resolution says nothing.
  requested: () => [
    'id',
    'key',
    ...['summary', 'issuetype', 'status', 'labels', 'project', 'created', 'updated'].map((name) => `fields.${name}`),
  ],
  sensitivity: { rest: 'personal' },
  cost: (records) => pagesOf(records) + 2,

  /** The checkpoint comes with the last page alone: it is when this read began, not the newest change it saw, as an older one may show up later. */
  async *read(connection, from) {
    const { http, config } = connection;
    const { serverTime } = await http.read({ url: `${API}/serverInfo` }, site); // the source's clock, not ours
    const updatedSince = new Date(Date.parse(serverTime) - OVERLAP_MS).toISOString();
    const search = { jql: await query(connection, from?.updatedSince), fields: fieldsOf(config) };
    const isClockWrong = isBeyondTomorrow(serverTime); // then the next read begins where this one did
    for await (const page of searchPages(connection, search, z.unknown())) {
      yield { records: page.issues, ...(page.last && !isClockWrong ? { checkpoint: { updatedSince } } : {}) };
    }
  },
});

const fieldsOf = ({ storyPointsField }: JiraConfig): string[] => [
  ...Object.keys(issueFields.shape),
  ...(storyPointsField === undefined ? [] : [storyPointsField]),
];

async function query({ http, config }: OpenConnection<JiraConfig>, updatedSince: string | undefined): Promise<string> {
  const inProjects = `project in (${config.projects.map(quoted).join(', ')})`;
  if (updatedSince === undefined) return `${inProjects} ORDER BY updated ASC`;
  const { timeZone } = await http.read({ url: `${API}/myself` }, account); // asked each time: people change their profile
  return `${inProjects} AND updated >= ${quoted(minuteIn(timeZone, new Date(updatedSince)))} ORDER BY updated ASC`;
}
