import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';

export interface Workplace {
  readonly name: string;
  readonly level: string | null;
  readonly department: string | null;
}

/**
 * Everybody with the level and department they had on a day: of the latest row that had begun by then and had not ended.
 * Each is looked up by itself, because one source dates where people work and another says their level without a day of its own.
 * @param on null for today, by the database's clock.
 */
export async function workplacesOn(tx: Tx, on: string | null): Promise<Map<string, Workplace>> {
  const known = await rows(
    tx,
    z.object({ personId: z.uuid(), name: z.string(), level: z.string().nullable(), department: z.string().nullable() }),
    `with in_force as (
       select e.person_id, e.effective_on, e.record_id, e.level, coalesce(department.name, unit.name) as department
       from employment e left join unit on unit.id = e.unit_id
         left join unit department on department.kind = 'department' and department.id in (unit.id, unit.parent_id)
       where e.effective_on <= coalesce($1::date, current_date) and (e.ended_on is null or e.ended_on >= coalesce($1::date, current_date))),
     levels as (select distinct on (person_id) person_id, level from in_force where level is not null order by person_id, effective_on desc, record_id),
     departments as (select distinct on (person_id) person_id, department from in_force where department is not null order by person_id, effective_on desc, record_id)
     select p.id as "personId", p.display_name as name, levels.level, departments.department
     from person p left join levels on levels.person_id = p.id left join departments on departments.person_id = p.id order by p.id`,
    [on],
  );
  return new Map(known.map((workplace) => [workplace.personId, workplace]));
}
