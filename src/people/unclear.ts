import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';

/** A question of who is who, as whoever decides on it needs to see it. */
export const unclearView = z.object({
  id: z.uuid(),
  about: z.enum(['record', 'identifier']),
  /** The record that does not say whose it is, by its source's own key; or the identifier that two people have had. */
  what: z.string(),
  askedAt: z.date(),
  /** Who it may be. */
  people: z.array(z.object({ id: z.uuid(), name: z.string(), identifiers: z.array(z.string()), isNamedNow: z.boolean() })),
});
export type UnclearView = z.infer<typeof unclearView>;

/** What only a person can say, oldest first. `isNamedNow`: the sources name that person for it now. */
export const unclear = (tx: Tx): Promise<UnclearView[]> =>
  rows(
    tx,
    unclearView,
    `select q.id, q.about, q.asked_at as "askedAt",
       case q.about when 'identifier' then q.kind || ' ' || q.value
         else (select c.name || ' ' || r.stream || ' ' || r.raw_key from record r join connection c on c.id = r.connection_id where r.id = q.record_id and r.version = q.record_version) end as what,
       coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.display_name, 'isNamedNow', p.id = any (q.claimants),
           'identifiers', coalesce((select jsonb_agg(i.kind || ' ' || i.value order by i.kind, i.value) from person_identifier i where i.person_id = p.id and i.valid_to = 'infinity'), '[]'))
         order by p.display_name, p.id) from person p where p.id = any (q.people)), '[]') as people
     from identity_question q where q.state = 'open' order by q.asked_at, q.id`,
  );
