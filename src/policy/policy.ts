import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { settings } from '../../connectors/kit/settings.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { firstRow, type Tx } from '../database/rows.js';

const target = settings({ connection: z.string(), settings: z.record(z.string(), z.string()).default({}) });

/**
 * What people decided about how the hub works, as versioned data: thresholds, routing, limits.
 * Privacy defaults and floors: vendor sheet "survey privacy" §7; small numbers of calibration: methods 4.2.
 */
export const policy = settings({
  privacy: settings({
    /** Respondents a published score needs. */
    kScores: z.int().min(3).default(5),
    /** Respondents a group needs before a comment of it shows. */
    kComments: z.int().min(5).default(10),
  }).prefault({}),
  review: settings({
    /** Who gets a case of each kind, and within how many days. */
    routes: z.record(z.string(), settings({ role: z.string(), days: z.int().positive() })).default({}),
    fallback: settings({ role: z.string(), days: z.int().positive() }).default({ role: 'hr-leader', days: 5 }),
  }).prefault({}),
  outbox: settings({
    /** An approval that was not used by then has to be given again. */
    approvalHours: z.number().positive().default(24),
    /** Writes that may be approved over one connection within any 24 hours, however many times somebody approves; what is more waits. */
    approvalsPerDay: z.int().positive().default(500),
  }).prefault({}),
  /** Where what people decided is written to: from a kind of change to a connection and what it needs to know. */
  targets: settings({ 'rating-outcome': target.exactOptional(), 'follow-up': target.exactOptional() }).prefault({}),
  ingest: settings({
    /** A stream with more rejected records than both stops. */
    rejectedShare: z.number().min(0).max(1).default(0.05),
    rejectedRecords: z.int().min(0).default(20),
  }).prefault({}),
});
export type Policy = z.output<typeof policy>;

export interface CurrentPolicy extends Policy {
  readonly version: number;
}

/** The version of the policy in force now, as a part of a statement: once for all rows it writes. */
export const POLICY_IN_FORCE = '(select version from policy_version where effective_at <= now() order by version desc limit 1)';

/** @returns the policy in force now; everything computed under it records its version. */
export async function currentPolicy(tx: Tx): Promise<CurrentPolicy> {
  const found = await firstRow(
    tx,
    z.object({ version: z.number().int(), body: policy }),
    'select version, body from policy_version where effective_at <= now() order by version desc limit 1',
  );
  if (found === undefined) throw new Error('this tenant has no policy; a tenant is made with its first one');
  return { ...found.body, version: found.version };
}

/**
 * Puts a new version of the policy in force; the ones before stay, because what was computed under them names them.
 * @param from the version it was made from, by whoever had one: refused when another was set since.
 */
export async function approvePolicy(tx: Tx, tenantId: string, body: z.input<typeof policy>, from?: number): Promise<number> {
  const parsed = policy.parse(body);
  // Two who set it at once stand in line.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('policy:' || $1, 0))`, [tenantId]);
  const last = await firstRow(
    tx,
    z.object({ version: z.number().int() }),
    'select coalesce(max(version), 0) as version from policy_version',
  );
  const before = last?.version ?? 0;
  if (from !== undefined && from !== before)
    throw new AskedWronglyError(
      `the policy is at version ${before}, and this was made from version ${from}; nothing was changed. Look at what was set since, and put your change into that: ${typed('policy show')}`,
    );
  const version = before + 1;
  await tx.query(
    `insert into policy_version (tenant_id, version, body, approved_by) values ($1, $2, $3, current_setting('app.actor_id'))`,
    [tenantId, version, JSON.stringify(parsed)],
  );
  await recordAudit(tx, { event: 'policy.approved', subject: `policy:${version}`, details: { before } });
  return version;
}
