import type { Response } from 'express';
import { z } from 'zod';
import type { Handler } from '../kit/simulator.js';
import { editBody, readEdits } from './edits.js';
import { moveToStatus, revise } from './history.js';
import type { Issue } from './issue.js';
import { type RateLimits, rateLimitRequest } from './limits.js';
import type { JiraSite } from './site.js';

const aboutIssue = z.object({ issueId: z.string() });
const edit = z.object({
  issueId: z.string(),
  /** As `PUT issue` takes them, and `status: { id }` beside. */
  fields: z.record(z.string(), z.unknown()),
  /** Who edits; somebody else than the account, where there is somebody. */
  authorAccountId: z.string().optional(),
});
const lag = z.object({ ms: z.int().min(0) });
const screen = z.object({ field: z.string(), hidden: z.boolean() });

/** What happens at the vendor behind the client's back; none of it enters the ledger. */
export const jiraControls = (site: JiraSite, limits: RateLimits): Readonly<Record<string, Handler>> => ({
  'set-field': control(edit, (asked, response) => withIssue(site, asked, response, (issue) => editAsPerson(site, issue, asked, response))),
  'delete-issue': control(aboutIssue, (asked, response) =>
    withIssue(site, asked, response, (issue) => {
      site.remove(issue);
      response.status(204).end();
    }),
  ),
  'index-lag': control(lag, ({ ms }, response) => {
    site.index.lagMs = ms;
    response.status(204).end();
  }),
  'index-now': control(z.unknown(), (_asked, response) => {
    site.index.flush();
    response.status(204).end();
  }),
  'vanish-once': control(aboutIssue, (asked, response) =>
    withIssue(site, asked, response, ({ id }) => {
      site.index.vanishOnce(id);
      response.status(204).end();
    }),
  ),
  'hide-field': control(screen, ({ field, hidden }, response) => {
    if (hidden) site.hiddenFields.add(field);
    else site.hiddenFields.delete(field);
    response.status(204).end();
  }),
  'rate-limit': control(rateLimitRequest, (asked, response) => {
    limits.arm(asked);
    response.status(204).end();
  }),
});

const control =
  <Schema extends z.ZodType>(schema: Schema, act: (asked: z.output<Schema>, response: Response) => void): Handler =>
  (request, response) => {
    const asked = schema.safeParse(request.body);
    if (!asked.success) return void response.status(400).json({ error: asked.error.issues });
    return act(asked.data, response);
  };

function withIssue(site: JiraSite, { issueId }: { issueId: string }, response: Response, act: (issue: Issue) => void): void {
  const issue = site.find(issueId);
  if (issue === undefined) return void response.status(404).json({ error: `there is no issue ${issueId}` });
  return act(issue);
}

function editAsPerson(site: JiraSite, issue: Issue, { fields, authorAccountId }: z.output<typeof edit>, response: Response): void {
  const { status, ...others } = fields;
  const { errors, change } = readEdits({ site, projectKey: issue.projectKey, issue }, editBody.parse({ fields: others }), 'bypassed');
  const target = z.object({ id: z.string() }).optional().safeParse(status);
  const isKnownStatus = target.success && (target.data === undefined || site.statuses.some(({ id }) => id === target.data?.id));
  if (Object.keys(errors).length > 0 || !isKnownStatus) {
    return void response.status(400).json({ error: { ...errors, ...(!isKnownStatus && { status: 'no such status' }) } });
  }
  const author = authorAccountId ?? [...site.users.keys()].find((id) => id !== site.account.accountId) ?? site.account.accountId;
  const edited = revise(site, issue, change, author);
  if (target.data !== undefined) moveToStatus(site, edited, target.data.id, author);
  return void response.status(204).end();
}
