import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Envelope } from '../src/files/envelope.js';

/**
 * Fills every list of a tenant with more than anybody reads, made from one of each that it has: all of one instant, as one transaction leaves them.
 * They are here to be listed, not to be decided or delivered.
 */
export async function manyOfEverything(owner: Client, envelope: Envelope, tenantId: string, count: number): Promise<void> {
  const insert = (sql: string, ...parameters: unknown[]) => owner.query(sql, [tenantId, count, ...parameters]);
  await insert(
    `insert into finding (tenant_id, id, pipeline, pipeline_version, kind, cycle_id, about, basis, subject_person_id, body, evidence, confidence, engine, policy_version, trace_id)
     select tenant_id, gen_random_uuid(), pipeline, pipeline_version, 'one-of-many', cycle_id, 'copy ' || gen_random_uuid(), basis, subject_person_id, body, evidence, confidence, engine, policy_version, trace_id
     from (select * from finding where tenant_id = $1 order by subject_person_id nulls last, id limit 1) one cross join generate_series(1, $2::int)`,
  );
  await insert(
    `insert into review_case (tenant_id, id, kind, finding_id, subject, role, due_at, policy_version, trace_id)
     select tenant_id, gen_random_uuid(), kind, id, 'finding:' || id, 'hr-leader', now() + interval '30 days', policy_version, trace_id
     from (select * from finding f where tenant_id = $1 and kind = 'one-of-many' and not exists (select from review_case c where c.finding_id = f.id) limit $2::int) copies`,
  );
  await insert(
    `insert into sync_run (tenant_id, id, connection_id, trace_id, ended_at)
     select tenant_id, gen_random_uuid(), id, gen_random_uuid(), now() from connection cross join generate_series(1, $2::int) where tenant_id = $1`,
  );
  await owner.query(
    `insert into stream_run (tenant_id, run_id, stream, state, whole, ended_at) select tenant_id, id, 'employees', 'ok', true, now() from sync_run r
     where tenant_id = $1 and not exists (select from stream_run s where s.run_id = r.id)`,
    [tenantId],
  );
  await insert(
    `insert into quarantined_record (tenant_id, connection_id, stream, key, run_id, reason_code, path, reason, payload, hash)
     select tenant_id, connection_id, stream, 'copy ' || gen_random_uuid(), run_id, reason_code, path, reason, payload, hash
     from (select * from quarantined_record where tenant_id = $1 limit 1) one cross join generate_series(1, $2::int)`,
  );
  await insert(
    `insert into outbox_message (tenant_id, id, idempotency_key, decision_id, connection_id, operation, natural_key, entity, change, intent_hash, policy_version, trace_id)
     select tenant_id, gen_random_uuid(), 'copy ' || gen_random_uuid(), decision_id, connection_id, operation, 'copy ' || gen_random_uuid(), entity, change, intent_hash, policy_version, trace_id
     from (select * from outbox_message where tenant_id = $1 order by seq limit 1) one cross join generate_series(1, $2::int)`,
  );
  await aReport(owner, envelope, tenantId, count);
}

/** A reconciliation report as no run made it: every row as it should be. */
export async function aReport(owner: Client, envelope: Envelope, tenantId: string, count: number): Promise<void> {
  const id = randomUUID();
  const totals = { total: count, matched: count, missing: 0, drifted: 0, duplicate: 0, unexpected: 0, unverifiable: 0 };
  const accounts = {
    decisions: { total: 0, planned: 0, unplanned: 0, rejected: 0, returned: 0, contradicted: 0 },
    messages: { total: count, compared: count, replaced: 0, waiting: 0, conflict: 0, refused: 0, calledOff: 0, underway: 0 },
  };
  await owner.query(
    `insert into reconciliation_report (tenant_id, id, totals, accounts, hash, policy_version, trace_id) values ($1, $2, $3, $4, '\\x00', 1, gen_random_uuid())`,
    [tenantId, id, totals, accounts],
  );
  await owner.query(
    `insert into reconciliation_row (tenant_id, report_id, position, connection_id, operation, reference, status, reason)
     select tenant_id, $2, n, id, 'addTableRow', n::text, 'matched', $4 from (select * from connection where tenant_id = $1 limit 1) one
       cross join generate_series(0, $3::int - 1) n`,
    [tenantId, id, count, envelope.seal(tenantId, '')],
  );
}
