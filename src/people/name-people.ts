import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';
import type { Held, Records } from '../records/records.js';

/**
 * Names people as the records about them say, whatever they were called before: what came by a wrong answer goes with it.
 * Of several records one that says they work there now comes before one that says they left; then the connection that was there
 * first; of its own, what it said last; then stream and key. The mail is that of the first of them that has one. Records their sources have no more
 * count where there are no others; who has no record at all keeps the name they have.
 */
export async function namePeople(tx: Tx, tenantId: string, records: Records, people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  const about = await rows(
    tx,
    z.object({ personId: z.uuid(), id: z.uuid(), version: z.number().int(), gone: z.boolean() }),
    `select r.person_id as "personId", r.id, r.version, r.superseded_at is not null as gone from record r join connection c on c.id = r.connection_id
     where r.kind = 'person' and r.person_id = any ($1::uuid[])
       and (r.superseded_at is null or not exists (select from record later where later.id = r.id and later.version > r.version))
     order by r.superseded_at is not null, c.created_at, c.id, r.created_at desc, r.stream, r.raw_key, r.id`,
    [[...new Set(people)]],
  );
  const opened = new Map((await records.versions(tx, tenantId, 'person', about)).map((held) => [held.id, held]));
  const named = [...Map.groupBy(about, ({ personId }) => personId)].flatMap(([personId, theirs]) => {
    const counting = theirs.filter(({ gone }) => gone === theirs[0]?.gone);
    const [first, ...more] = inOrder(counting.flatMap(({ id }) => opened.get(id) ?? []));
    if (first === undefined) return [];
    const mail = [first, ...more].find(({ record }) => record.workEmail !== null)?.record.workEmail ?? null;
    return [{ personId, name: first.record.displayName, mail }];
  });
  await tx.query(
    `update person set display_name = n.name, work_email = n.mail from unnest($1::uuid[], $2::text[], $3::text[]) as n(id, name, mail)
     where person.id = n.id and (display_name, work_email) is distinct from (n.name, n.mail)`,
    [named.map(({ personId }) => personId), named.map(({ name }) => name), named.map(({ mail }) => mail)],
  );
}

/** Those who work there now first; otherwise as given. */
const inOrder = (held: readonly Held<'person'>[]): Held<'person'>[] =>
  held.toSorted((one, other) => Number(other.record.employment === 'active') - Number(one.record.employment === 'active'));
