import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { Tenancy } from '../database/tenancy.js';
import type { Log } from '../log/log.js';
import { nowAndAgain } from '../log/now-and-again.js';
import { signCheckpoint } from './checkpoint.js';
import { sealAudit } from './seal.js';
import type { Signer } from './signing-key.js';

const SEAL_MS = 1_000;

interface Sealing {
  readonly tenancy: Pick<Tenancy, 'allTenants' | 'inTenant'>;
  readonly log: Pick<Log, 'warn'>;
  readonly signer: Signer;
  readonly everyMs?: number;
}

/** Chains what was audited, of every tenant each second, and signs each chain once a day. Any number may run: one does it, the others nothing. */
export function startSealer({ tenancy, log, signer, everyMs = SEAL_MS }: Sealing): { close(): Promise<void> } {
  return nowAndAgain({ everyMs, log, failed: 'seal.failed' }, async () => {
    for (const { tenantId } of await tenancy.allTenants()) await sealAndSign(tenancy, tenantId, signer);
  });
}

const sealAndSign = (tenancy: Sealing['tenancy'], tenantId: string, signer: Signer): Promise<void> =>
  tenancy.inTenant(tenantId, sealerActor(), async (tx) => {
    await sealAudit(tx, tenantId);
    if (await isSigningDue(tx)) await signCheckpoint(tx, tenantId, signer);
  });

/** On a day of UTC on which none was signed yet, where something was sealed since the last. */
async function isSigningDue(tx: Tx): Promise<boolean> {
  const due = await firstRow(
    tx,
    z.object({ due: z.boolean() }),
    `select exists (select from audit_block b where b.number > coalesce((select max(block) from audit_checkpoint), 0))
       and not exists (select from audit_checkpoint where (statement ->> 'signedAt')::timestamptz >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC') as due`,
  );
  return due?.due === true;
}

const sealerActor = (): Actor => ({ kind: 'system', id: 'sealer', traceId: randomUUID() });
