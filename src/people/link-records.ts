import { z } from 'zod';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { count, firstRow, type Tx } from '../database/rows.js';

/**
 * The day a record speaks of its person: its own, but not one later than the hub learned of it. A goal is due some day;
 * whose it is was said when it was written down. A record without a day counts from when it was learned.
 */
const DAY = 'least(record.occurred_on, record.created_at::date)';

/** Who held the identifier of a version of a record on its day; null where nobody is known to have. */
export const HOLDER = `(select i.person_id from person_identifier i
  where i.kind = record.subject_kind and i.value = record.subject_value and ${DAY} >= i.valid_from and ${DAY} < i.valid_to)`;

/** Links records nobody has been found for yet to whoever held the identifier on their day. A person record is recognised by all it says, not linked by one. */
export async function linkRecords(tx: Tx): Promise<number> {
  const linked = await firstRow(
    tx,
    z.object({ linked: count }),
    `with linked as (
       update record set person_id = known.person_id from person_identifier known
       where record.superseded_at is null and record.person_id is null and record.kind <> 'person'
         and known.kind = record.subject_kind and known.value = record.subject_value and ${DAY} >= known.valid_from and ${DAY} < known.valid_to
       returning 1)
     select count(*) as linked from linked`,
  );
  return linked?.linked ?? 0;
}

/**
 * Links what was linked through these identifiers anew: to whoever held them on its day, or to nobody where that is not known.
 * Where somebody works is taken back with it, and written again for whom it is about now.
 * @returns how many records have another person, or none any more.
 */
export async function linkAgain(tx: Tx, moved: readonly PersonReference[]): Promise<number> {
  if (moved.length === 0) return 0;
  const changed = await firstRow(
    tx,
    z.object({ changed: count }),
    `with due as (
       select record.id, record.version, ${HOLDER} as person_id
       from record join (select distinct * from unnest($1::text[], $2::text[]) as r(kind, value)) moved
         on record.subject_kind = moved.kind and record.subject_value = moved.value
       where record.superseded_at is null and record.kind <> 'person'),
     changed as (
       update record set person_id = due.person_id from due
       where record.id = due.id and record.version = due.version and record.person_id is not null and record.person_id is distinct from due.person_id
       returning record.id, record.version)
     select count(*) as changed from changed`,
    [moved.map(({ kind }) => kind), moved.map(({ value }) => value)],
  );
  await tx.query(
    `delete from employment e using record
     where record.id = e.record_id and record.version = e.record_version and record.subject_kind = any ($1::text[]) and record.subject_value = any ($2::text[])
       and ${HOLDER} is distinct from e.person_id`,
    [moved.map(({ kind }) => kind), moved.map(({ value }) => value)],
  );
  return changed?.changed ?? 0;
}
