import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { rows, type Tx } from '../database/rows.js';
import { type Envelope, stableId } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { OVERTAKEN } from './order.js';

/** What a message is about, whatever its value. */
export interface Matter {
  readonly connectionId: string;
  readonly operation: string;
  /** What is changed, whatever the value: `employee:42 customLastRating`. */
  readonly naturalKey: string;
}

export interface PlannedChange extends Matter {
  readonly entity: string;
  readonly change: unknown;
  readonly decisionId: string;
  /** Grows with each decision on the same matter: the same version is planned once, a newer one takes its place. */
  readonly version: string;
}

/** Plans a write in the transaction of the decision it follows from; planning it again changes nothing. */
export async function planMessage(tx: Tx, tenantId: string, envelope: Envelope, planned: PlannedChange): Promise<string> {
  const { connectionId, operation, naturalKey, entity, change, decisionId, version } = planned;
  // Keyed: whoever copies the database could else try out which change it was made from.
  const idempotencyKey = envelope.changeHash([tenantId, connectionId, operation, naturalKey, version]).toString('hex');
  const id = stableId('message', tenantId, idempotencyKey);
  const policy = await currentPolicy(tx);
  const made = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `insert into outbox_message (tenant_id, id, idempotency_key, decision_id, connection_id, operation, natural_key, entity, change, intent_hash, policy_version, trace_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
       (select trace_id from decision where id = $4)) on conflict do nothing returning id`,
    [
      tenantId,
      id,
      idempotencyKey,
      decisionId,
      connectionId,
      operation,
      naturalKey,
      entity,
      envelope.seal(tenantId, change),
      envelope.changeHash(change),
      policy.version,
    ],
  );
  if (made.length === 0) return id;
  const superseded = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `update outbox_message set state = 'superseded', reason = $5, fence = fence + 1, lease_until = null
     where connection_id = $1 and operation = $2 and natural_key = $3 and id <> $4 and state in ('planned', 'approved') returning id`,
    [connectionId, operation, naturalKey, id, envelope.seal(tenantId, OVERTAKEN)],
  );
  for (const older of superseded)
    await recordAudit(tx, { event: 'message.superseded', subject: `message:${older.id}`, details: { by: id } });
  await recordAudit(tx, { event: 'message.planned', subject: `message:${id}`, details: { operation } });
  return id;
}

/**
 * Takes what earlier decisions on the same person and cycle planned for another connection out of the way: the policy has named a new one
 * since, and what somebody thought better of is not written to the old one.
 */
export async function supersedeElsewhere(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { decisionId, connectionId }: Pick<PlannedChange, 'decisionId' | 'connectionId'>,
): Promise<void> {
  const superseded = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `with about as (
       select d.id as decision_id, d.decided_at, c.kind, f.subject_person_id, f.cycle_id
       from decision d join review_case c on c.id = d.case_id join finding f on f.id = c.finding_id)
     update outbox_message m set state = 'superseded', reason = $3, fence = fence + 1, lease_until = null
     from about newer, about older
     where newer.decision_id = $1 and older.decision_id = m.decision_id and older.decided_at < newer.decided_at
       and older.kind = newer.kind and older.subject_person_id = newer.subject_person_id and older.cycle_id = newer.cycle_id
       and m.connection_id <> $2 and m.state in ('planned', 'approved') returning m.id`,
    [decisionId, connectionId, envelope.seal(tenantId, OVERTAKEN)],
  );
  for (const { id } of superseded)
    await recordAudit(tx, { event: 'message.superseded', subject: `message:${id}`, details: { by: decisionId } });
}
