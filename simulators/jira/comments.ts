import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import type { Handler } from '../kit/simulator.js';
import { adfDocument } from './adf.js';
import { refusal } from './errors.js';
import type { Comment, Issue } from './issue.js';
import { commentJson } from './issue-json.js';
import { acceptableProperties, propertyNotFound } from './properties.js';
import { baseOf, clamp, integerParameter, isAuthenticated, pathParameter, readBody, textParameter } from './request.js';
import type { JiraSite } from './site.js';
import { visibleIssue } from './visible-issue.js';

const LARGEST_PAGE = 100;
const commentBody = z.looseObject({
  body: z.unknown(),
  visibility: z.looseObject({ type: z.enum(['role', 'group']) }).nullish(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
});

/** Vendor sheet sections 4.4 and 5.6. */
export function commentHandlers(site: JiraSite, ledger: Ledger): Readonly<Record<string, Handler>> {
  return {
    'GET /rest/api/3/issue/:idOrKey/comment'(request, response) {
      // Numbers are read before the issue is looked for.
      const startAt = Math.max(0, integerParameter(request, 'startAt', 0));
      const maxResults = clamp(integerParameter(request, 'maxResults', LARGEST_PAGE), 1, LARGEST_PAGE);
      const { id } = visibleIssue(site, request, response);
      const comments = ordered(site.comments.of(id), textParameter(request, 'orderBy') ?? 'created');
      const page = comments.slice(startAt, startAt + maxResults);
      const view = { site, base: baseOf(request) };
      response.json({ startAt, maxResults, total: comments.length, comments: page.map((comment) => commentJson(view, id, comment)) });
    },
    'POST /rest/api/3/issue/:idOrKey/comment'(request, response) {
      const issue = visibleIssue(site, request, response);
      const comment = addComment(site, issue, readBody(request, commentBody));
      const { id, body, properties } = comment;
      ledger.record({ kind: 'comment.create', target: issue.id, values: { id, body, properties: Object.fromEntries(properties) } });
      response.status(201).json(commentJson({ site, base: baseOf(request) }, issue.id, comment));
    },
    'GET /rest/api/3/comment/:commentId/properties/:key'(request, response) {
      const id = pathParameter(request, 'commentId');
      const comment = isAuthenticated(response) ? [...site.comments.all()].find((one) => one.id === id) : undefined;
      if (comment === undefined) throw refusal(404, [`Can not find a comment for the id: ${id}.`]);
      const key = pathParameter(request, 'key');
      if (!comment.properties.has(key)) throw propertyNotFound(key);
      response.json({ key, value: comment.properties.get(key) });
    },
  };
}

function ordered(comments: readonly Comment[], orderBy: string): readonly Comment[] {
  if (!['created', '+created', '-created'].includes(orderBy)) throw refusal(400, [`Cannot order comments by '${orderBy}'.`]);
  return orderBy === '-created' ? comments.toReversed() : comments;
}

function addComment(site: JiraSite, issue: Issue, sent: z.output<typeof commentBody>): Comment {
  const body = adfDocument.safeParse(sent.body);
  if (!body.success || body.data.content.length === 0) {
    throw refusal(400, [], { comment: sent.body ? 'Comment body is not valid!' : 'Comment body can not be empty!' });
  }
  const comment: Comment = {
    id: String(site.nextPartId()),
    authorAccountId: site.account.accountId,
    createdAt: site.now(),
    body: body.data,
    visibility: sent.visibility ?? undefined,
    properties: acceptableProperties(sent.properties ?? []),
  };
  site.comments.add(issue.id, comment);
  site.touch(issue);
  return comment;
}
