import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { firstRow, type Tx } from '../database/rows.js';

/**
 * What people decided about how the hub works, as versioned data: thresholds, routing, limits.
 * Privacy defaults and floors: vendor sheet "survey privacy" §7; small numbers of calibration: methods 4.2.
 */
export const policy = z.object({
  privacy: z
    .object({
      /** Respondents a published score needs. */
      kScores: z.int().min(3).default(5),
      /** Respondents a group needs before a comment of it shows. */
      kComments: z.int().min(5).default(10),
    })
    .prefault({}),
  review: z
    .object({
      /** Who gets a case of each kind, and within how many days. */
      routes: z.record(z.string(), z.object({ role: z.string(), days: z.int().positive() })).default({}),
      fallback: z.object({ role: z.string(), days: z.int().positive() }).default({ role: 'hr-leader', days: 5 }),
    })
    .prefault({}),
  outbox: z
    .object({
      /** An approval that was not used by then has to be given again. */
      approvalHours: z.number().positive().default(24),
      /** More approved messages than this in one run wait for a person. */
      writesPerRun: z.int().positive().default(500),
    })
    .prefault({}),
  /** Where what people decided is written to: from a kind of change to a connection and what it needs to know. */
  targets: z
    .partialRecord(
      z.enum(['rating-outcome', 'follow-up']),
      z.object({ connection: z.string(), settings: z.record(z.string(), z.string()).default({}) }),
    )
    .default({}),
  ingest: z
    .object({
      /** A stream with more rejected records than both stops. */
      rejectedShare: z.number().min(0).max(1).default(0.05),
      rejectedRecords: z.int().min(0).default(20),
    })
    .prefault({}),
});
export type Policy = z.output<typeof policy>;

export interface CurrentPolicy extends Policy {
  readonly version: number;
}

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

/** Puts a new version of the policy in force; the ones before stay, because what was computed under them names them. */
export async function approvePolicy(tx: Tx, tenantId: string, body: z.input<typeof policy>): Promise<number> {
  const parsed = policy.parse(body);
  const next = await firstRow(
    tx,
    z.object({ version: z.number().int() }),
    `insert into policy_version (tenant_id, version, body, approved_by)
     select $1, coalesce(max(version), 0) + 1, $2, current_setting('app.actor_id') from policy_version returning version`,
    [tenantId, JSON.stringify(parsed)],
  );
  if (next === undefined) throw new Error('an insert gives its row back');
  await recordAudit(tx, { event: 'policy.approved', subject: `policy:${next.version}` });
  return next.version;
}
