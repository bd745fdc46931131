import { z } from 'zod';
import type { Handler } from '../kit/simulator.js';
import { refusal } from './errors.js';
import type { History } from './issue.js';
import { at, userJson, type View } from './issue-json.js';
import { baseOf, clamp, integerParameter, isAuthenticated, offsetPage, readBody } from './request.js';
import type { JiraSite } from './site.js';
import { visibleIssue } from './visible-issue.js';

const LARGEST_PAGE = 100;
const bulkBody = z.strictObject({
  issueIdsOrKeys: z.array(z.string()),
  fieldIds: z.array(z.string()).max(10).nullish(),
  maxResults: z.int().min(1).max(10_000).nullish(),
  nextPageToken: z.string().regex(/^\d+$/).nullish(),
});

/** Vendor sheet sections 4 and 4.4; oldest first in both. */
export function changelogHandlers(site: JiraSite): Readonly<Record<string, Handler>> {
  return {
    'GET /rest/api/3/issue/:idOrKey/changelog'(request, response) {
      const startAt = Math.max(0, integerParameter(request, 'startAt', 0));
      const maxResults = clamp(integerParameter(request, 'maxResults', LARGEST_PAGE), 1, LARGEST_PAGE);
      const { id } = visibleIssue(site, request, response);
      const view = { site, base: baseOf(request) };
      const page = offsetPage(request, site.histories.of(id), { startAt, maxResults });
      response.json({ ...page, values: page.values.map((history) => historyJson(view, history, at(view, history.createdAt))) });
    },
    'POST /rest/api/3/changelog/bulkfetch'(request, response) {
      const asked = readBody(request, bulkBody);
      const count = asked.issueIdsOrKeys.length;
      if (count < 1 || count > 1000) throw refusal(400, ['The number of issue IDs or keys must be between 1 and 1000.']);
      const all = isAuthenticated(response) ? askedHistories(site, asked) : [];
      const from = Number(asked.nextPageToken ?? 0);
      const page = all.slice(from, from + (asked.maxResults ?? 1000));
      const end = from + page.length;
      response.json({
        issueChangeLogs: grouped({ site, base: baseOf(request) }, page),
        ...(end < all.length && { nextPageToken: String(end) }),
      });
    },
  };
}

interface IssueHistory {
  readonly issueId: string;
  readonly history: History;
}

function askedHistories(site: JiraSite, { issueIdsOrKeys, fieldIds }: z.output<typeof bulkBody>): IssueHistory[] {
  const issues = issueIdsOrKeys.flatMap((idOrKey) => site.find(idOrKey) ?? []).filter(({ isHidden }) => !isHidden);
  const concerns = ({ items }: History) => !fieldIds?.length || items.some(({ fieldId }) => fieldIds.includes(fieldId));
  return [...new Set(issues.map(({ id }) => id))].flatMap((issueId) =>
    site.histories
      .of(issueId)
      .filter(concerns)
      .map((history) => ({ issueId, history })),
  );
}

/** `created` is a number here and a text elsewhere (vendor sheet section 4). */
const grouped = (view: View, page: readonly IssueHistory[]) =>
  [...Map.groupBy(page, ({ issueId }) => issueId)].map(([issueId, histories]) => ({
    issueId,
    changeHistories: histories.map(({ history }) => historyJson(view, history, history.createdAt.getTime())),
  }));

function historyJson(view: View, { id, authorAccountId, items }: History, created: string | number) {
  const author = view.site.users.get(authorAccountId);
  return { id, ...(author && { author: userJson(view, author) }), created, items };
}
