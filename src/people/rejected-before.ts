import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { IdentifierDoubt } from './questions.js';

/**
 * Leaves out what a person has rejected before, of the same people: that it shall be nobody's holds for as long as the sources say the same, and the
 * question they rejected stands again in the place of a new one. One that was asked or answered anew since then is asked.
 */
export async function withoutRejected(tx: Tx, doubts: readonly IdentifierDoubt[]): Promise<IdentifierDoubt[]> {
  const asking: IdentifierDoubt[] = [];
  for (const doubt of doubts) {
    const rejected = await lastRejected(tx, doubt);
    if (rejected === undefined) {
      asking.push(doubt);
      continue;
    }
    await tx.query(`update identity_question set state = 'open', closed_at = null, people = $2, held = $3 where id = $1`, [
      rejected,
      doubt.people,
      JSON.stringify(doubt.held),
    ]);
    await recordAudit(tx, { event: 'identity.stands', subject: `identity:${rejected}` });
  }
  return asking;
}

/** The last question about it of these people, where somebody rejected that and nobody answered another since. */
async function lastRejected(tx: Tx, { kind, value, claimants }: IdentifierDoubt): Promise<string | undefined> {
  const last = await firstRow(
    tx,
    z.object({ id: z.uuid(), isRejected: z.boolean() }),
    `select q.id, q.state = 'withdrawn'
         and exists (select from review_case c join decision d on d.case_id = c.id
           where c.kind = 'identity' and c.subject = 'identity:' || q.id and c.state = 'decided' and d.decision = 'reject')
         and not exists (select from identity_question later where later.about = 'identifier' and later.kind = q.kind and later.value = q.value
           and later.round > q.round and later.state = 'answered') as "isRejected"
     from identity_question q where q.about = 'identifier' and q.kind = $1 and q.value = $2 and q.claimants @> $3::uuid[] and q.claimants <@ $3::uuid[]
     order by q.round desc limit 1`,
    [kind, value, claimants],
  );
  return last?.isRejected === true ? last.id : undefined;
}
