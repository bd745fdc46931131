import { createHash } from 'node:crypto';

/** As many bytes of an entry's hash as are kept beside its block, to tell which entry it was that changed. */
export const LEAF_BYTES = 8;
export const HASH_BYTES = 32;

/** Before the first block. */
export const NOTHING_BEFORE = Buffer.alloc(HASH_BYTES);

export interface BlockContent {
  readonly tenantId: string;
  readonly number: number;
  /** The turn before which everything is in this block or an earlier one. */
  readonly upto: string;
  readonly previous: Buffer;
  /** The hashes of its entries one after another, in the order of the chain. */
  readonly entries: Buffer;
}

/** Holds its entries, their order and number, and by `previous` every block before it. */
export const blockHash = ({ tenantId, number, upto, previous, entries }: BlockContent): Buffer =>
  createHash('sha256')
    .update(`plumbline-audit-block 1\n${tenantId}\n${number}\n${upto}\n${entries.length / HASH_BYTES}\n`)
    .update(previous)
    .update(entries)
    .digest();

export function leavesOf(entries: Buffer): Buffer {
  const leaves = Buffer.alloc((entries.length / HASH_BYTES) * LEAF_BYTES);
  for (let at = 0; at * HASH_BYTES < entries.length; at += 1)
    entries.copy(leaves, at * LEAF_BYTES, at * HASH_BYTES, at * HASH_BYTES + LEAF_BYTES);
  return leaves;
}
