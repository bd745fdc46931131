import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sealAudit, unsealedEntries } from '../src/audit/seal.js';
import { verifyAudit } from '../src/audit/verify.js';
import { onAHub, peakMegabytes, rounded, timed } from './on-a-hub.js';

export interface AuditMeasure {
  readonly bench: 'audit';
  readonly entries: number;
  readonly blocks: number;
  readonly breaches: number;
  readonly verifySeconds: number;
  readonly entriesPerSecond: number;
  /** Postgres putting every entry into words and hashing it, and nothing else: less than that no verification takes. */
  readonly hashSeconds: number;
  readonly ratio: number;
  readonly peakMegabytes: number;
}

/** How long it takes to verify an audit trail: `--entries 1000000 --block 100`. */
export async function audit(args: readonly string[]): Promise<number> {
  const { entries, block } = parseArgs({
    args: [...args],
    options: { entries: { type: 'string', default: '100000' }, block: { type: 'string', default: '100' } },
  }).values;
  const measured = await measureAudit(Number(entries), Number(block));
  console.log(JSON.stringify(measured));
  return measured.breaches === 0 ? 0 : 1;
}

/** @param perBlock as many are written between two sealings. */
export const measureAudit = (entries: number, perBlock: number): Promise<AuditMeasure> =>
  onAHub(async ({ ground, tenantId, inTenant }) => {
    for (let written = 0; written < entries; written += perBlock) {
      const many = Math.min(perBlock, entries - written);
      await inTenant((tx) =>
        tx.query(
          `insert into audit_entry (tenant_id, id, actor_kind, actor_id, trace_id, event, subject, details)
           select app_tenant(), gen_random_uuid(), 'person', 'bench', gen_random_uuid(), 'message.verified', 'message:' || gen_random_uuid(),
             json_build_object('state', 'verified', 'attempt', at, 'connection', 'hr') from generate_series(1, $1::int) as at`,
          [many],
        ),
      );
      await inTenant((tx) => sealAudit(tx, tenantId));
    }
    // Whatever else is under way on this server keeps what came after it unsealed until it ends.
    for (; (await inTenant(unsealedEntries)) > 0; await pause(20)) await inTenant((tx) => sealAudit(tx, tenantId));
    await ground.tenancy.refreshStatistics();
    const hashed = await timed(() =>
      inTenant((tx) => tx.query(`select count(sha256(convert_to(audit_text(e), 'UTF8'))) from audit_entry e`)),
    );
    const verified = await timed(() => inTenant((tx) => verifyAudit(tx, tenantId)));
    return {
      bench: 'audit',
      entries: verified.result.entries,
      blocks: verified.result.blocks,
      breaches: verified.result.breaches.length,
      verifySeconds: rounded(verified.seconds),
      entriesPerSecond: Math.round(verified.result.entries / verified.seconds),
      hashSeconds: rounded(hashed.seconds),
      ratio: rounded(verified.seconds / hashed.seconds),
      peakMegabytes: peakMegabytes(),
    };
  });
