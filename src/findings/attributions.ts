import { z } from 'zod';
import { rows, type Tx } from '../database/rows.js';
import type { Held } from '../records/records.js';

type Written = Pick<Held<'review'> | Held<'rating'>, 'record' | 'day'>;

const nameOf = ({ record: { reviewer }, day }: Written): string => `${day} ${reviewer.kind} ${reviewer.value}`;

/** Who gave reviews and ratings: whoever held the reviewer's identifier on the day of each, so that those who have left since still count. */
export interface Attributions {
  /** @returns `undefined` where nobody knows who that was. */
  of(written: Written): string | undefined;
}

export async function attributionsOf(tx: Tx, written: readonly Written[]): Promise<Attributions> {
  const wanted = [...new Map(written.map((one) => [nameOf(one), one])).values()];
  const found = await rows(
    tx,
    z.object({ kind: z.string(), value: z.string(), day: z.string(), personId: z.uuid() }),
    `select kind, value, day::text, person_id as "personId" from person_identifier join unnest($1::text[], $2::text[], $3::date[]) as w(kind, value, day)
       using (kind, value) where day >= valid_from and day < valid_to`,
    [wanted.map(({ record }) => record.reviewer.kind), wanted.map(({ record }) => record.reviewer.value), wanted.map(({ day }) => day)],
  );
  const people = new Map(found.map(({ kind, value, day, personId }) => [`${day} ${kind} ${value}`, personId]));
  return { of: (one) => people.get(nameOf(one)) };
}
