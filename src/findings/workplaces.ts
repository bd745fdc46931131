import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';

export interface Workplace {
  readonly name: string;
  readonly level: string | null;
  /** The first day the level is known of, where that is after the day that was asked: nobody knows what it was before. */
  readonly levelLearnedOn: string | null;
  readonly department: string | null;
}

const workplaceRow = z.object({
  personId: z.uuid(),
  name: z.string(),
  level: z.string().nullable(),
  levelLearnedOn: z.string().nullable(),
  department: z.string().nullable(),
});

/**
 * Everybody with the level and department they had on a day: of the latest row that had begun by then and had not ended.
 * Each is looked up by itself, because one source dates where people work and another says their level without a day of its own.
 * Of a source that says only how things stand, what was last read by that day holds, or, where nothing was, what was read first.
 * @param on null for today, by the database's clock.
 */
export async function workplacesOn(tx: Tx, on: string | null): Promise<Map<string, Workplace>> {
  const known = await rows(
    tx,
    workplaceRow,
    `with asked as (select coalesce($1::date, current_date) as day),
     -- when an employment began and ended is dated, and as it was read last
     span as (select distinct on (e.record_id) e.record_id, e.effective_on, e.ended_on
       from employment e join record r on r.id = e.record_id and r.superseded_at is null order by e.record_id, e.record_version desc),
     in_force as (
       select distinct on (e.record_id) e.person_id, span.effective_on, e.is_dated, e.known_on, e.known_on > asked.day as learned_later,
         e.record_id, e.level, coalesce(department.name, unit.name) as department
       from asked cross join employment e join span on span.record_id = e.record_id left join unit on unit.id = e.unit_id
         left join unit department on department.kind = 'department' and department.id in (unit.id, unit.parent_id)
       where span.effective_on <= asked.day and (span.ended_on is null or span.ended_on >= asked.day)
       order by e.record_id, learned_later, abs(asked.day - e.known_on), e.record_version desc),
     levels as (select distinct on (person_id) person_id, level, case when learned_later then known_on::text end as learned_on
       from in_force where level is not null order by person_id, effective_on desc, is_dated desc, record_id),
     departments as (select distinct on (person_id) person_id, department
       from in_force where department is not null order by person_id, effective_on desc, is_dated desc, record_id)
     select p.id as "personId", p.display_name as name, levels.level, levels.learned_on as "levelLearnedOn", departments.department
     from person p left join levels on levels.person_id = p.id left join departments on departments.person_id = p.id order by p.id`,
    [on],
  );
  return new Map(known.map((workplace) => [workplace.personId, workplace]));
}
