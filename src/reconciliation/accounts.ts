import { z } from 'zod';
import { firstRow, type Tx } from '../database/rows.js';

const n = z.coerce.number().int().nonnegative();

/** Where each decision ended, in one place each: the places add up to the total. */
export const decisionAccount = z.object({
  total: n,
  /** Approved, edited or overridden, and writes were planned because of it. */
  planned: n,
  /** Approved, edited or overridden, and nothing was to be written, or the policy names nowhere to write it to. */
  unplanned: n,
  /** Rejected: nothing was to be written, and nothing was planned. */
  rejected: n,
  /** Returned: somebody decides again, and nothing was planned. */
  returned: n,
  /** Rejected or returned, and a write was planned all the same: that must never be. */
  contradicted: n,
});

/** Where each message stood when the report was made, in one place each: the places add up to the total. */
export const messageAccount = z.object({
  total: n,
  /** Reached its source, or may have: the report has its row. */
  compared: n,
  /** Reached its source, and a newer write of the same value was meant to take its place: that one has the row. */
  replaced: n,
  /** Planned or approved; nothing of it has left. */
  waiting: n,
  /** The source was no longer as it was seen, and nothing of it was written: a person decides. */
  conflict: n,
  /** The source refused it for good. */
  refused: n,
  /** Superseded or cancelled before anything of it was written. */
  calledOff: n,
  /** Left while the report was being made: the next one compares it. */
  underway: n,
});

/** What a report counts beside its rows, so that no decision and no planned write is missing from it. */
export const reconciliationAccounts = z.object({ decisions: decisionAccount, messages: messageAccount });
export type ReconciliationAccounts = z.infer<typeof reconciliationAccounts>;

/** @param compared messages the report has a row for. @param replaced those left out for a newer one. */
export async function accountFor(tx: Tx, compared: readonly string[], replaced: readonly string[]): Promise<ReconciliationAccounts> {
  const decisions = await firstRow(
    tx,
    decisionAccount,
    `select count(*) as total, ${counted(['planned', 'unplanned', 'rejected', 'returned', 'contradicted'])}
     from (select case
         when d.decision in ('reject', 'return') and exists (select from outbox_message m where m.decision_id = d.id) then 'contradicted'
         when d.decision = 'reject' then 'rejected'
         when d.decision = 'return' then 'returned'
         when exists (select from outbox_message m where m.decision_id = d.id) then 'planned'
         else 'unplanned' end as place
       from decision d) as placed`,
  );
  const messages = await firstRow(
    tx,
    messageAccount,
    `select count(*) as total, ${counted(['compared', 'replaced', 'waiting', 'conflict', 'refused', 'calledOff', 'underway'])}
     from (select case
         when id = any ($1::uuid[]) then 'compared'
         when id = any ($2::uuid[]) then 'replaced'
         when state in ('planned', 'approved') then 'waiting'
         when state = 'conflict' then 'conflict'
         when state = 'rejected' then 'refused'
         when state in ('superseded', 'cancelled') then 'calledOff'
         else 'underway' end as place
       from outbox_message) as placed`,
    [compared, replaced],
  );
  if (decisions === undefined || messages === undefined) throw new Error('a count gives a row');
  return { decisions, messages };
}

const counted = (places: readonly string[]): string =>
  places.map((place) => `count(*) filter (where place = '${place}') as "${place}"`).join(', ');
