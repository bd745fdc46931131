import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fields } from '../../kit/connector.js';
import { marker } from '../../kit/marker.js';
import { HUB_LABEL, PROPERTY } from './marks.js';
import { richText } from './rich-text.js';

export const newIssue = z
  .object({
    projectKey: z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'a project key, such as PERF'),
    issueTypeId: z.string().min(1).optional(),
    issueTypeName: z.string().min(1).optional(),
    summary: z.string().trim().min(1).max(255).regex(/^.*$/, 'one line'),
    /** Plain text; an empty line begins a paragraph. */
    description: z.string().default(''),
    labels: z.array(z.string().regex(/^\S{1,255}$/, 'a label without spaces')).default([]),
    assigneeAccountId: z.string().min(1).optional(),
    dueOn: z.iso.date().optional(),
  })
  .refine(
    ({ issueTypeId, issueTypeName }) => (issueTypeId === undefined) !== (issueTypeName === undefined),
    'an issue type, by its id or by its name',
  );
export type NewIssue = z.output<typeof newIssue>;

/** The issue, its labels and its property go in one request: none of them without the others. */
export function requestFor(change: NewIssue, idempotencyKey: string) {
  const { projectKey, issueTypeId, issueTypeName, summary, assigneeAccountId, dueOn } = change;
  const description = richText(change.description);
  return {
    fields: {
      project: { key: projectKey },
      issuetype: issueTypeId === undefined ? { name: issueTypeName } : { id: issueTypeId },
      summary,
      labels: labelsOf(change, idempotencyKey),
      ...(description === undefined ? {} : { description }),
      ...(assigneeAccountId === undefined ? {} : { assignee: { accountId: assigneeAccountId } }),
      ...(dueOn === undefined ? {} : { duedate: dueOn }),
    },
    properties: [{ key: PROPERTY, value: propertyOf(change, idempotencyKey) }],
  };
}

/** What the issue must hold. The description is there by its hash in the property: Jira rewrites rich text when it stores it. */
export function expectedOf(change: NewIssue, idempotencyKey: string): Fields {
  const { projectKey, issueTypeId, summary, assigneeAccountId, dueOn } = change;
  return {
    project: projectKey,
    summary,
    labels: labelsOf(change, idempotencyKey),
    ...(issueTypeId === undefined ? {} : { issuetype: issueTypeId }), // a name comes back in the account's language
    ...(assigneeAccountId === undefined ? {} : { assignee: assigneeAccountId }),
    ...(dueOn === undefined ? {} : { duedate: dueOn }),
    [PROPERTY]: propertyOf(change, idempotencyKey),
  };
}

export const heldFields = ['project', 'issuetype', 'summary', 'labels', 'assignee', 'duedate'];
export const heldIssue = z.looseObject({
  fields: z.looseObject({
    project: z.looseObject({ key: z.string() }),
    issuetype: z.looseObject({ id: z.string() }),
    summary: z.string(),
    labels: z.array(z.string()).optional(), // a field that is hidden is left out
    assignee: z.looseObject({ accountId: z.string() }).nullish(),
    duedate: z.string().nullish(),
  }),
  properties: z.record(z.string(), z.unknown()).default({}),
});

/** What the issue shows, for the fields the change sets. Labels that people added are theirs. */
export function heldOf({ fields, properties }: z.output<typeof heldIssue>, change: NewIssue, idempotencyKey: string): Fields {
  const held: Fields = {
    project: fields.project.key,
    issuetype: fields.issuetype.id,
    summary: fields.summary,
    labels: fields.labels && labelsOf(change, idempotencyKey).filter((label) => fields.labels?.includes(label)),
    assignee: fields.assignee === undefined ? undefined : (fields.assignee?.accountId ?? null),
    duedate: fields.duedate,
    [PROPERTY]: properties[PROPERTY] ?? null,
  };
  const shown = Object.keys(expectedOf(change, idempotencyKey)).filter((name) => held[name] !== undefined);
  return Object.fromEntries(shown.map((name) => [name, held[name]]));
}

const labelsOf = ({ labels }: NewIssue, idempotencyKey: string): readonly string[] =>
  [...new Set([HUB_LABEL, marker(idempotencyKey), ...labels])].toSorted();

const propertyOf = (change: NewIssue, idempotencyKey: string) => ({ mark: marker(idempotencyKey), hash: hashOf(change) });

/** Of everything that was asked for, in a fixed order. */
function hashOf({ projectKey, issueTypeId, issueTypeName, summary, description, labels, assigneeAccountId, dueOn }: NewIssue): string {
  const content = [projectKey, issueTypeId, issueTypeName, summary, description, labels, assigneeAccountId, dueOn].map(
    (value) => value ?? null,
  );
  return `sha256:${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`;
}
