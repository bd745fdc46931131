import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnyOperation } from '../../connectors/kit/connector.js';
import { HubError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { Connections, type ConnectionSummary, type Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { bytes, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { byMark, compareMarks, compareOne, type Intended, type Observation, type Row, statuses } from './compare-intended.js';
import { type Found, reportHash } from './report-hash.js';
import { noteOn, type Written, writtenOver } from './written.js';

export const reconciliationTotals = z.object({
  total: z.number(),
  ...(Object.fromEntries(statuses.map((status) => [status, z.number()])) as Record<(typeof statuses)[number], z.ZodNumber>), // one for each status, by construction
});
export type ReconciliationTotals = z.infer<typeof reconciliationTotals>;

export const reconciliationRow = z.object({
  connection: z.string(),
  operation: z.string(),
  messageId: z.uuid().nullable(),
  reference: z.string().nullable(),
  status: z.enum(statuses),
  reason: z.string(),
});
export const reconciliationReport = z.object({
  id: z.uuid(),
  madeAt: z.date(),
  totals: reconciliationTotals,
  hash: z.string(),
  previousHash: z.string().nullable(),
  rows: z.array(reconciliationRow),
});
export type ReconciliationReport = z.infer<typeof reconciliationReport>;

const storedRow = reconciliationRow.extend({ reason: bytes });
const AT_ONCE = 8;

/** Looks again, later, at everything that was written: what was intended against what is there. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
  ) {}

  /** Compares every write of every connection with its source, and chains the report to the one before. */
  async run(tenantId: string, actor: Actor): Promise<ReconciliationReport> {
    const found: Found[] = [];
    for (const connection of await this.connections.list(tenantId, actor))
      found.push(...(await this.#connection(tenantId, actor, connection)));
    const id = await this.tenancy.inTenant(tenantId, actor, (tx) => writeReport(tx, tenantId, this.envelope, found));
    const report = await this.report(tenantId, actor, id);
    if (report === undefined) throw new Error(`the report ${id} was just written`);
    return report;
  }

  /** @param id of a report; the newest without one. */
  report(tenantId: string, actor: Actor, id?: string): Promise<ReconciliationReport | undefined> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const head = await firstRow(
        tx,
        reconciliationReport.omit({ rows: true }),
        `select id, made_at as "madeAt", totals, encode(hash, 'hex') as hash, encode(previous_hash, 'hex') as "previousHash"
         from reconciliation_report where $1::uuid is null or id = $1 order by seq desc limit 1`,
        [id ?? null],
      );
      if (head === undefined) return undefined;
      const body = await rows(
        tx,
        storedRow,
        `select c.name as connection, r.operation, r.message_id as "messageId", r.reference, r.status, r.reason
         from reconciliation_row r join connection c on c.id = r.connection_id where r.report_id = $1 order by r.position`,
        [head.id],
      );
      return { ...head, rows: body.map((row) => ({ ...row, reason: z.string().parse(this.envelope.open(tenantId, row.reason)) })) };
    });
  }

  async #connection(tenantId: string, actor: Actor, { id, connector }: ConnectionSummary): Promise<Found[]> {
    const written = await this.tenancy.inTenant(tenantId, actor, (tx) => writtenOver(tx, id));
    const opened = await this.#opened(tenantId, actor, id);
    if ('failure' in opened) return written.map((message) => unverifiable(id, message, opened.failure));
    const found: Found[] = [];
    for (const operation of opened.spec.operations) {
      const intended = written
        // Each write that leaves a mark has a record of its own; of those that set a value, the newest was meant to replace the older.
        .filter((message) => message.operation === operation.name && (message.newest || operation.marked !== undefined))
        .map((message): Intended => {
          const { id: messageId, idempotencyKey, reference, calledOff } = message;
          const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
          return { messageId, idempotencyKey, reference, change, calledOff, note: noteOn(message) };
        });
      const compared = await compareOperation(opened, operation, intended);
      found.push(...compared.map((row) => ({ ...row, connectionId: id, operation: operation.name })));
    }
    const unknown = written.filter(({ operation }) => !opened.spec.operations.some(({ name }) => name === operation));
    const gone = `${connector} no longer has this operation`;
    return [...found, ...unknown.map((message) => unverifiable(id, message, gone))];
  }

  /** A connection whose configuration no longer fits hides what was written over it; the others are compared all the same. */
  async #opened(tenantId: string, actor: Actor, id: string): Promise<Opened | { readonly failure: string }> {
    try {
      return await this.connections.open(tenantId, actor, id, new AbortController().signal);
    } catch (cause) {
      if (cause instanceof HubError) return { failure: cause.message };
      throw cause;
    }
  }
}

const unverifiable = (connectionId: string, { id, operation, reference }: Written, reason: string): Found => ({
  connectionId,
  operation,
  messageId: id,
  reference,
  status: 'unverifiable',
  reason,
});

async function compareOperation(opened: Opened, operation: AnyOperation<unknown>, intended: readonly Intended[]): Promise<Row[]> {
  const found: Row[] = [];
  for (let start = 0; start < intended.length; start += AT_ONCE) {
    const slice = intended.slice(start, start + AT_ONCE);
    const compared = await Promise.all(slice.map(async (one) => compareOne(operation, one, await observe(opened, operation, one))));
    found.push(...compared.filter((row) => row !== undefined));
  }
  return [...found, ...(await surplus(opened, operation, intended))];
}

/** What carries a mark of ours beyond what was meant; where the source does not show that, it is said. */
async function surplus({ connection }: Opened, operation: AnyOperation<unknown>, intended: readonly Intended[]): Promise<Row[]> {
  if (operation.marked === undefined) return [];
  try {
    return compareMarks(byMark(intended), await Array.fromAsync(operation.marked(connection)));
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause;
    return [
      {
        messageId: null,
        reference: null,
        status: 'unverifiable',
        reason: `whether more is there than was meant cannot be told: ${cause.message}`,
      },
    ];
  }
}

async function observe(
  { connection }: Opened,
  operation: AnyOperation<unknown>,
  { change, idempotencyKey, reference }: Intended,
): Promise<Observation> {
  try {
    return { held: await operation.readBack(connection, change, idempotencyKey, reference ?? undefined) };
  } catch (cause) {
    if (cause instanceof HubError) return { failure: cause.message };
    throw cause;
  }
}

async function writeReport(tx: Tx, tenantId: string, envelope: Envelope, found: readonly Found[]): Promise<string> {
  const id = randomUUID();
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('reconciliation ' || $1, 0))`, [tenantId]); // one link of the chain at a time
  const before = await firstRow(tx, z.object({ hash: bytes }), 'select hash from reconciliation_report order by seq desc limit 1');
  const totals = {
    total: found.length,
    ...Object.fromEntries(statuses.map((status) => [status, found.filter((row) => row.status === status).length])),
  };
  const hash = reportHash(before?.hash, id, totals, found);
  const { version } = await currentPolicy(tx);
  await tx.query(
    `insert into reconciliation_report (tenant_id, id, totals, previous_hash, hash, policy_version, trace_id) values ($1, $2, $3, $4, $5, $6, current_setting('app.trace_id')::uuid)`,
    [tenantId, id, JSON.stringify(totals), before?.hash ?? null, hash, version],
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
