import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fields, OpenConnection } from '../../kit/connector.js';
import { FatalError } from '../../kit/errors.js';
import { marker } from '../../kit/marker.js';
import { quoted } from '../search.js';
import { API, jira, type JiraConfig } from '../source.js';
import { findMarked, HUB_LABEL, marksIn, mayBrowse, PROPERTY, refusedAsWrong } from './marks.js';
import { expectedOf, heldFields, heldIssue, heldOf, type NewIssue, newIssue, requestFor } from './new-issue.js';

/**
 * Makes an issue that carries our mark.
 * Jira takes no idempotency key, and asking twice makes two: the mark is the only way to know an issue again.
 */
export const createIssue = jira.operation({
  name: 'issue.create',
  reference: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post',
  change: newIssue,
  repeat: 'read-back-first',
  lagMs: ({ searchLagMs, longestInFlightMs }) => longestInFlightMs + searchLagMs,
  precondition: 'none',
  // It has no id before it is there. A hash, as what somebody wrote is not for every list an entity stands in.
  entity: ({ projectKey, summary }) => `issue:${projectKey} ${createHash('sha256').update(summary).digest('hex').slice(0, 16)}`,
  present: async () => ({}),

  async apply({ http }, change, idempotencyKey) {
    const { id } = await http.write(
      { method: 'POST', url: `${API}/issue`, data: requestFor(change, idempotencyKey) },
      z.looseObject({ id: z.string() }),
    );
    return { reference: id };
  },

  find: (connection, { projectKey }, idempotencyKey) => findMarked(connection, projectKey, marker(idempotencyKey)),

  async readBack(connection, change, idempotencyKey, reference) {
    const id = reference ?? (await lookedUp(connection, change, idempotencyKey));
    return id === undefined ? undefined : heldBy(connection, id, change, idempotencyKey);
  },
  expected: expectedOf,

  /** In the order they were made: of two with the same mark the copy is the later one. */
  async *marked(connection) {
    for await (const { id, mark, labels } of marksIn(connection, `labels = ${quoted(HUB_LABEL)} ORDER BY created ASC`)) {
      const found = mark ?? labels.find((label) => label.startsWith('hub-'));
      if (found !== undefined) yield { marker: found, reference: id };
    }
  },
});

async function lookedUp(
  connection: OpenConnection<JiraConfig>,
  { projectKey }: NewIssue,
  idempotencyKey: string,
): Promise<string | undefined> {
  const found = await findMarked(connection, projectKey, marker(idempotencyKey));
  if (found.seen === 'cannot-tell') throw new FatalError(`Jira cannot tell whether project ${projectKey} holds the issue`);
  return found.seen === 'found' ? found.reference : undefined;
}

/** A read by id is fresh, whatever search says. Jira gives the same 404 for what is gone and for what we may not see. */
async function heldBy(
  connection: OpenConnection<JiraConfig>,
  id: string,
  change: NewIssue,
  idempotencyKey: string,
): Promise<Fields | undefined> {
  const params = { fields: heldFields.join(','), properties: PROPERTY };
  try {
    return heldOf(await connection.http.read({ url: `${API}/issue/${encodeURIComponent(id)}`, params }, heldIssue), change, idempotencyKey);
  } catch (cause) {
    if (refusedAsWrong(cause) && (await mayBrowse(connection, change.projectKey))) return undefined;
    throw cause;
  }
}
