import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bytes, firstRow, type Tx } from '../database/rows.js';
import { canonicalJson, type Envelope } from '../files/envelope.js';
import { type Evidence, findingBody, proposal } from './finding.js';

/** A finding as whoever decides on it sees it, by what can be checked later. */
export interface FindingAsShown {
  readonly id: string;
  readonly evidence: readonly Evidence[];
  /** SHA-256 over body and evidence in canonical JSON. */
  readonly hash: string;
  /** Since when it holds no more, and what took its place; null where the matter is no longer found. */
  readonly ended: { readonly at: Date; readonly by: string | null } | undefined;
}

/** Read in the transaction of the decision: what is hashed is what the hub held then, not what somebody says they saw. */
export async function findingAsShown(tx: Tx, tenantId: string, envelope: Envelope, id: string): Promise<FindingAsShown> {
  const found = await firstRow(
    tx,
    z.object({ evidence: proposal.shape.evidence, body: bytes, endedAt: z.date().nullable(), endedBy: z.uuid().nullable() }),
    'select evidence, body, superseded_at as "endedAt", superseded_by as "endedBy" from finding where id = $1',
    [id],
  );
  if (found === undefined) throw new Error(`there is no finding ${id}`);
  const { evidence, endedAt, endedBy } = found;
  const body = findingBody.parse(envelope.open(tenantId, found.body));
  const hash = createHash('sha256').update(canonicalJson({ body, evidence })).digest('hex');
  return { id, evidence, hash, ended: endedAt === null ? undefined : { at: endedAt, by: endedBy } };
}
