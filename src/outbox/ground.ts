import { mayHaveLanded } from './sent-before.js';

/**
 * Asked of a message `m`: whether what its decision was made on holds no more. It was found anew, or is found no longer; or a record it rests on
 * is another one at its source by now, whether or not anybody has looked what follows from that. Where nothing was found there is nothing to be gone.
 * What was decided stays decided. Whoever lets it be written is told.
 */
export const GROUND_GONE = `exists (select from decision d join review_case c on c.id = d.case_id join finding f on f.id = c.finding_id
  where d.id = m.decision_id and (f.superseded_at is not null or exists (
    select from jsonb_to_recordset(f.evidence) as e(id uuid, version int) join record r on r.id = e.id and r.version = e.version
    where r.superseded_at is not null)))`;

/** Asked of a message `m`: whether whoever last looked at it was not told that. By what was told, not by when: what is committed late has an early instant. */
export const GROUND_GONE_SINCE_SEEN = `(not m.ground_told and ${GROUND_GONE})`;

/** What the message $1 was decided on ends before or after this transaction looks, and not beside it: whoever ends it holds it too. */
export const HOLD_GROUND = `select from finding where id in (select c.finding_id from outbox_message m
  join decision d on d.id = m.decision_id join review_case c on c.id = d.case_id where m.id = $1) for share`;

export const GONE =
  'what this was decided on holds no more: it was found anew on other evidence since or is found no longer, or a record it rests on has changed at its source. See whether there is a newer case to decide once that is looked through again, and cancel this if it is not what is meant now';

/** Asked of a message `m`: the newest other one of the same matter that reached the source, or may have; null where none did. */
export const LANDED_BEFORE = `(select before.id from outbox_message before where before.connection_id = m.connection_id and before.operation = m.operation
  and before.natural_key = m.natural_key and before.id <> m.id and ${mayHaveLanded('before')} order by before.seq desc limit 1)`;

export const sayBeside = (messageId: string): string =>
  `message ${messageId}, of the same matter, reached the source or may have: approved, this makes a record beside that one`;
