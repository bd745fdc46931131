import { createHash } from 'node:crypto';
import { canonicalJson } from '../files/envelope.js';
import type { ReconciliationAccounts } from './accounts.js';
import type { Row } from './compare-intended.js';

/** A row with where it was found. */
export type Found = Row & { readonly connectionId: string; readonly operation: string };

/** Ties a report to the one before it: whoever changes a row, a total, a count or the order has to change every later report too. */
export const reportHash = (
  before: Buffer | undefined,
  id: string,
  counts: { readonly totals: Readonly<Record<string, number>>; readonly accounts: ReconciliationAccounts },
  found: readonly Found[],
): Buffer =>
  createHash('sha256')
    .update(before ?? Buffer.alloc(0))
    .update(canonicalJson([id, counts.totals, counts.accounts, found]))
    .digest();
