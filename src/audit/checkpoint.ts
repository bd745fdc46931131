import { z } from 'zod';
import { bytes, count, firstRow, rows, type Tx } from '../database/rows.js';
import { canonicalJson } from '../files/envelope.js';
import { isPublicKey, isSignedBy, keyIdOf, type Signer } from './signing-key.js';

/** What is said of a tenant's chain at one moment: that its block of that number had that hash. Every block before is held by it. */
export const checkpointStatement = z.object({
  format: z.literal('plumbline-audit-checkpoint 1'),
  tenant: z.uuid(),
  block: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.iso.datetime(),
  signedAt: z.iso.datetime(),
  key: z.string(),
});
export type CheckpointStatement = z.output<typeof checkpointStatement>;

/** As it is kept elsewhere: with all that somebody needs to check it without this hub. */
export const checkpointFile = z.object({
  statement: checkpointStatement,
  signature: z.base64(),
  publicKey: z.string().refine(isPublicKey),
});
export type CheckpointFile = z.output<typeof checkpointFile>;

const blockRow = z.object({ number: count, hash: bytes, sealedAt: z.date() });

/** Signs the newest block, once. @returns undefined where nothing was sealed yet. */
export async function signCheckpoint(tx: Tx, tenantId: string, signer: Signer): Promise<CheckpointFile | undefined> {
  const last = await firstRow(tx, blockRow, 'select number, hash, sealed_at as "sealedAt" from audit_block order by number desc limit 1');
  if (last === undefined) return undefined;
  const statement: CheckpointStatement = {
    format: 'plumbline-audit-checkpoint 1',
    tenant: tenantId,
    block: last.number,
    hash: last.hash.toString('hex'),
    sealedAt: last.sealedAt.toISOString(),
    signedAt: new Date().toISOString(),
    key: signer.keyId,
  };
  const signature = signer.sign(canonicalJson(statement));
  await tx.query(
    'insert into audit_checkpoint (tenant_id, block, statement, signature) values ($1, $2, $3, $4) on conflict (tenant_id, block) do nothing',
    [tenantId, last.number, JSON.stringify(statement), signature],
  );
  return { statement, signature: signature.toString('base64'), publicKey: signer.publicKey };
}

/** Why a checkpoint does not hold: its signature is another's, anybody may have signed it, or the chain does not lead through it any more. */
export interface BrokenCheckpoint {
  readonly block: number;
  readonly what: 'not-signed-so' | 'of-another-key' | 'of-another-tenant' | 'block-missing' | 'another-hash';
}

/**
 * Holds a checkpoint that was kept elsewhere against the chain as it is.
 * @param isKnown whether a public key is one whose word counts. The one that stands in a file says nothing of who wrote the file.
 */
export async function checkCheckpoint(
  tx: Tx,
  tenantId: string,
  file: CheckpointFile,
  isKnown: (publicKey: string) => boolean,
): Promise<BrokenCheckpoint | undefined> {
  const { statement, signature, publicKey } = file;
  const { block } = statement;
  const isSigned =
    statement.key === keyIdOf(publicKey) && isSignedBy(publicKey, canonicalJson(statement), Buffer.from(signature, 'base64'));
  if (!isSigned) return { block, what: 'not-signed-so' };
  if (!isKnown(publicKey)) return { block, what: 'of-another-key' };
  if (statement.tenant !== tenantId) return { block, what: 'of-another-tenant' };
  const found = await firstRow(tx, z.object({ hash: bytes }), 'select hash from audit_block where number = $1', [block]);
  if (found === undefined) return { block, what: 'block-missing' };
  return found.hash.toString('hex') === statement.hash ? undefined : { block, what: 'another-hash' };
}

/** Holds every checkpoint that lies beside the chain against it. Those of another key than this hub's are counted, and nothing is said of them. */
export async function checkOwnCheckpoints(
  tx: Tx,
  tenantId: string,
  signer: Signer,
): Promise<{ readonly checked: number; readonly ofOtherKeys: number; readonly broken: readonly BrokenCheckpoint[] }> {
  const kept = await rows(
    tx,
    z.object({ statement: checkpointStatement, signature: bytes }),
    'select statement, signature from audit_checkpoint order by block',
  );
  const own = kept.filter(({ statement }) => statement.key === signer.keyId);
  const broken: BrokenCheckpoint[] = [];
  for (const { statement, signature } of own) {
    const one = await checkCheckpoint(
      tx,
      tenantId,
      { statement, signature: signature.toString('base64'), publicKey: signer.publicKey },
      () => true,
    );
    if (one !== undefined) broken.push(one);
  }
  return { checked: own.length, ofOtherKeys: kept.length - own.length, broken };
}
