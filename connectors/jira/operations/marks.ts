import { z } from 'zod';
import type { Found, OpenConnection } from '../../kit/connector.js';
import { FatalError, RecordError } from '../../kit/errors.js';
import { quoted, searchPages } from '../search.js';
import { API, type JiraConfig } from '../source.js';

/** On every issue the hub makes, beside its own mark: so that one search finds all of them. */
export const HUB_LABEL = 'hub';
/** Where mark and hash lie out of sight: search cannot look into a property, and copying an issue copies its labels but not this. */
export const PROPERTY = 'hub.writeback';

const foundIssue = z.looseObject({
  id: z.string().regex(/^\d+$/),
  fields: z.looseObject({ labels: z.array(z.string()).default([]) }),
  properties: z.record(z.string(), z.unknown()).default({}),
});
const writeback = z.looseObject({ mark: z.string() });

interface MarkedIssue {
  readonly id: string;
  readonly labels: readonly string[];
  /** The mark in the property: whoever wrote it, it is not a copy. */
  readonly mark: string | undefined;
}

/** Every issue a search finds, with its marks. */
export async function* marksIn(connection: OpenConnection<JiraConfig>, jql: string): AsyncGenerator<MarkedIssue> {
  for await (const { issues } of searchPages(connection, { jql, fields: ['labels'], properties: [PROPERTY] }, foundIssue)) {
    for (const { id, fields, properties } of issues) {
      yield { id, labels: fields.labels, mark: writeback.safeParse(properties[PROPERTY]).data?.mark };
    }
  }
}

/**
 * Looks for an issue by its mark: by the label, and, where nothing comes, among all issues of ours in the project.
 * The second look finds what lost its label, and what the index left out the first time.
 */
export async function findMarked(connection: OpenConnection<JiraConfig>, projectKey: string, mark: string): Promise<Found> {
  try {
    const byLabel = await Array.fromAsync(marksIn(connection, `labels = ${quoted(mark)}`));
    const seen = byLabel.length > 0 ? byLabel : await amongOurs(connection, projectKey, mark);
    const [first] = seen.filter((issue) => issue.mark === mark).toSorted((one, other) => Number(one.id) - Number(other.id));
    if (first !== undefined) return { seen: 'found', reference: first.id };
    if (seen.some((issue) => issue.mark === undefined)) return { seen: 'cannot-tell' }; // a copy of ours, or ours without its property
    return { seen: (await mayBrowse(connection, projectKey)) ? 'absent' : 'cannot-tell' };
  } catch (cause) {
    if (refusedAsWrong(cause)) return { seen: 'cannot-tell' };
    throw cause;
  }
}

async function amongOurs(connection: OpenConnection<JiraConfig>, projectKey: string, mark: string): Promise<MarkedIssue[]> {
  const ours = await Array.fromAsync(marksIn(connection, `project = ${quoted(projectKey)} AND labels = ${quoted(HUB_LABEL)}`));
  return ours.filter((issue) => issue.mark === mark || issue.labels.includes(mark));
}

const permissions = z.looseObject({ permissions: z.looseObject({ BROWSE_PROJECTS: z.looseObject({ havePermission: z.boolean() }) }) });

/** Whether the account sees the project at all: to one that does not, everything in it is missing. */
export async function mayBrowse({ http }: OpenConnection<JiraConfig>, projectKey: string): Promise<boolean> {
  const params = { projectKey, permissions: 'BROWSE_PROJECTS' };
  const answer = await http.read({ url: `${API}/mypermissions`, params }, permissions);
  return answer.permissions.BROWSE_PROJECTS.havePermission;
}

/** The request names something that is not there, or is there for others only. */
export const refusedAsWrong = (cause: unknown): boolean =>
  (cause instanceof FatalError || cause instanceof RecordError) && (cause.context['status'] === 400 || cause.context['status'] === 404);
