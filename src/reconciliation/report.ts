import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { bytes, count, firstRow, rows, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { ABOUT } from '../outbox/about.js';
import { accountFor, reconciliationAccounts } from './accounts.js';
import { statuses } from './compare-intended.js';
import { type Found, reportHash } from './report-hash.js';

export const reconciliationTotals = z.object({
  total: z.number(),
  ...(Object.fromEntries(statuses.map((status) => [status, z.number()])) as Record<(typeof statuses)[number], z.ZodNumber>), // one for each status, by construction
});
export type ReconciliationTotals = z.infer<typeof reconciliationTotals>;

export const reconciliationRow = z.object({
  connection: z.string(),
  operation: z.string(),
  messageId: z.uuid().nullable(),
  /** Of one of our messages: what it writes to, and whom it is about, by name. */
  entity: z.string().nullable(),
  about: z.string().nullable(),
  reference: z.string().nullable(),
  status: z.enum(statuses),
  reason: z.string(),
});
export type ReconciliationRow = z.infer<typeof reconciliationRow>;
export const reconciliationReport = z.object({
  id: z.uuid(),
  madeAt: z.date(),
  totals: reconciliationTotals,
  accounts: reconciliationAccounts,
  hash: z.string(),
  previousHash: z.string().nullable(),
  rows: z.array(reconciliationRow),
});
export type ReconciliationReport = z.infer<typeof reconciliationReport>;

const storedRow = reconciliationRow.extend({ reason: bytes, position: count });

/** What was compared, and what was left out of it for a newer write of the same value. */
export interface Compared {
  readonly found: readonly Found[];
  readonly replaced: readonly string[];
}

/** @param id of a report; the newest without one. */
export function reportHead(tx: Tx, id?: string): Promise<Omit<ReconciliationReport, 'rows'> | undefined> {
  return firstRow(
    tx,
    reconciliationReport.omit({ rows: true }),
    `select id, made_at as "madeAt", totals, accounts, encode(hash, 'hex') as hash, encode(previous_hash, 'hex') as "previousHash"
     from reconciliation_report where $1::uuid is null or id = $1 order by seq desc limit 1`,
    [id ?? null],
  );
}

interface Wanted {
  readonly reportId: string;
  readonly status?: ReconciliationRow['status'] | undefined;
  /** The place after which it goes on. */
  readonly after?: number | undefined;
  readonly most?: number;
}

/** Rows of a report in its own order, each with its place. */
export async function reportRows(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { reportId, status, after, most }: Wanted,
): Promise<{ position: number; row: ReconciliationRow }[]> {
  const stored = await rows(
    tx,
    storedRow,
    `select c.name as connection, r.operation, r.message_id as "messageId", m.entity, ${ABOUT} as about, r.reference, r.status, r.reason, r.position
     from reconciliation_row r join connection c on c.id = r.connection_id left join outbox_message m on m.id = r.message_id
     where r.report_id = $1 and ($2::text is null or r.status = $2) and ($3::bigint is null or r.position > $3) order by r.position limit $4`,
    [reportId, status ?? null, after ?? null, most ?? null],
  );
  return stored.map(({ position, reason, ...row }) => ({
    position,
    row: { ...row, reason: z.string().parse(envelope.open(tenantId, reason)) },
  }));
}

/** The whole of a report. @param id the newest without one */
export async function readReport(tx: Tx, tenantId: string, envelope: Envelope, id?: string): Promise<ReconciliationReport | undefined> {
  const head = await reportHead(tx, id);
  if (head === undefined) return undefined;
  const found = await reportRows(tx, tenantId, envelope, { reportId: head.id });
  return { ...head, rows: found.map(({ row }) => row) };
}

/** Writes a report down and chains it to the one before. @returns its id. */
export async function writeReport(tx: Tx, tenantId: string, envelope: Envelope, { found, replaced }: Compared): Promise<string> {
  const id = randomUUID();
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('reconciliation ' || $1, 0))`, [tenantId]); // one link of the chain at a time
  const before = await firstRow(tx, z.object({ hash: bytes }), 'select hash from reconciliation_report order by seq desc limit 1');
  const totals = {
    total: found.length,
    ...Object.fromEntries(statuses.map((status) => [status, found.filter((row) => row.status === status).length])),
  };
  const accounts = await accountFor(
    tx,
    found.flatMap(({ messageId }) => (messageId === null ? [] : [messageId])),
    replaced,
  );
  const hash = reportHash(before?.hash, id, { totals, accounts }, found);
  const { version } = await currentPolicy(tx);
  await tx.query(
    `insert into reconciliation_report (tenant_id, id, totals, accounts, previous_hash, hash, policy_version, trace_id) values ($1, $2, $3, $4, $5, $6, $7, current_setting('app.trace_id')::uuid)`,
    [tenantId, id, JSON.stringify(totals), JSON.stringify(accounts), before?.hash ?? null, hash, version],
  );
  await tx.query(
    `insert into reconciliation_row (tenant_id, report_id, position, connection_id, operation, message_id, reference, status, reason)
     select $1, $2, r.* from unnest($3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::bytea[]) as r`,
    [
      tenantId,
      id,
      found.map((_row, position) => position),
      found.map(({ connectionId }) => connectionId),
      found.map(({ operation }) => operation),
      found.map(({ messageId }) => messageId),
      found.map(({ reference }) => reference),
      found.map(({ status }) => status),
      found.map(({ reason }) => envelope.seal(tenantId, reason)),
    ],
  );
  await recordAudit(tx, { event: 'reconciliation.made', subject: `reconciliation:${id}`, details: { total: found.length } });
  return id;
}
