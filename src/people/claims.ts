import { z } from 'zod';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { rows, type Tx } from '../database/rows.js';
import type { Held } from '../records/records.js';
import { rememberBefore } from './before.js';

/** A person record, and who it is about. */
export interface Recognised {
  readonly personId: string;
  readonly held: Held<'person'>;
}

/** An identifier, and who goes or went by it. */
export interface Claimed extends PersonReference {
  readonly personId: string;
}
const gone = z.object({ kind: z.string(), value: z.string(), personId: z.uuid() });
const GONE = 'returning kind, value, person_id as "personId"';

/**
 * Writes whom records are about, with everything they go by from now on; what an earlier version of a record named and this one does not is claimed no more.
 * What people are called is not written here but for those who are new: `namePeople` says it of all who are concerned.
 * @returns every identifier that is concerned, and whose it is or was.
 */
export async function claim(tx: Tx, tenantId: string, recognised: readonly Recognised[]): Promise<Claimed[]> {
  if (recognised.length === 0) return [];
  // Two sources may bring the same person at once.
  const people = [...new Map(recognised.map((one) => [one.personId, one])).values()];
  await tx.query(
    `insert into person (tenant_id, id, display_name, work_email)
     select $1, p.* from unnest($2::uuid[], $3::text[], $4::text[]) as p
     on conflict (tenant_id, id) do nothing`,
    [
      tenantId,
      people.map(({ personId }) => personId),
      people.map(({ held }) => held.record.displayName),
      people.map(({ held }) => held.record.workEmail),
    ],
  );
  const claims = recognised.flatMap(({ personId, held: { id, record } }) =>
    record.identifiers.map((reference) => ({ ...reference, id, personId, active: record.employment === 'active' })),
  );
  await rememberBefore(
    tx,
    claims.map(({ id, ...reference }) => ({ recordId: id, ...reference })),
  );
  const before = await dropClaims(
    tx,
    recognised.map(({ held }) => held.id),
  );
  await tx.query(
    `insert into identifier_claim (tenant_id, record_id, kind, value, person_id, active)
     select $1, c.* from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::boolean[]) as c on conflict do nothing`,
    [
      tenantId,
      claims.map(({ id }) => id),
      claims.map(({ kind }) => kind),
      claims.map(({ value }) => value),
      claims.map(({ personId }) => personId),
      claims.map(({ active }) => active),
    ],
  );
  // That very version: what came since was not looked at.
  await tx.query(
    `update record set person_id = r.person_id from unnest($1::uuid[], $2::int[], $3::uuid[]) as r(id, version, person_id)
     where record.id = r.id and record.version = r.version and record.superseded_at is null`,
    [recognised.map(({ held }) => held.id), recognised.map(({ held }) => held.version), recognised.map(({ personId }) => personId)],
  );
  return [...before, ...claims.map(({ kind, value, personId }) => ({ kind, value, personId }))];
}

/** These records are about nobody who is known. @returns what they named, and whom. */
export const dropClaims = (tx: Tx, recordIds: readonly string[]): Promise<Claimed[]> =>
  rows(tx, gone, `delete from identifier_claim where record_id = any ($1::uuid[]) ${GONE}`, [recordIds]);

/** What the sources do not have any more claims nothing. @returns what it named, and whom. */
export const dropGoneClaims = (tx: Tx): Promise<Claimed[]> =>
  rows(
    tx,
    gone,
    // Two sets, one taken from the other: what was just read the planner knows nothing of, and would look through all records for each claim.
    `delete from identifier_claim where record_id in (
       select record_id from identifier_claim except select id from record where superseded_at is null) ${GONE}`,
  );
