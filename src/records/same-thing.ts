import type { KindName } from '../../mappings/canonical/kinds.js';

/** What is counted or weighed. Who somebody is and where they work is asked by identifier and day: the same said twice is the same. */
const COUNTED: ReadonlySet<KindName> = new Set(['review', 'rating', 'goal', 'work-item'] as const);

/**
 * In SQL: a condition on `record` that leaves one reading of each thing. Two Jira connections may share a project, and an issue that is
 * read twice was done once. What was learned last counts, from whoever read it first: a connection that is added later changes nothing
 * of what it reads alike, not even what evidence points at.
 * @param kind a parameter.
 */
const isTheReadingThatCounts = (kind: string): string => `record.id not in (
  select id from (
    select id, row_number() over (partition by connector, keys_mean_one_thing_in, stream, raw_key order by (body_hash = last_hash) desc, created_at, id) as place
    from (
      select r.id, c.connector, c.keys_mean_one_thing_in, r.stream, r.raw_key, r.body_hash, r.created_at,
        first_value(r.body_hash) over (partition by c.connector, c.keys_mean_one_thing_in, r.stream, r.raw_key order by r.created_at desc, r.id desc) as last_hash
      from record r join connection c on c.id = r.connection_id
      where r.kind = ${kind} and r.superseded_at is null
        and exists (select from connection beside where beside.id <> c.id and beside.connector = c.connector and beside.keys_mean_one_thing_in = c.keys_mean_one_thing_in)
    ) as readings
  ) as placed where place > 1)`;

/** In SQL: leaves one reading of each thing of this kind. @param parameter under which the kind is given. */
export const countsOnce = (kind: KindName, parameter: string): string => (COUNTED.has(kind) ? isTheReadingThatCounts(parameter) : 'true');
