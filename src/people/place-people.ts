import { z } from 'zod';
import type { Employment } from '../../mappings/canonical/person.js';
import { rows, type Tx } from '../database/rows.js';
import { stableId } from '../files/envelope.js';
import type { PersonReference } from '../../mappings/canonical/reference.js';
import { POLICY_IN_FORCE } from '../policy/policy.js';
import type { Held, Records } from '../records/records.js';
import { HOLDER } from './link-records.js';

/**
 * Writes where people work from which day on, with the units that make up their path.
 * Where a source says only how things stand, what it said before is kept: it is all that is known of how they stood then.
 */
export async function placePeople(tx: Tx, tenantId: string, employments: readonly Held<'employment'>[]): Promise<void> {
  if (employments.length === 0) return;
  await tx.query(
    `delete from employment e using unnest($1::uuid[], $2::uuid[], $3::boolean[]) as placed(id, person_id, is_dated), record
     where e.record_id = placed.id and record.id = e.record_id and record.version = e.record_version
       and (e.is_dated or placed.is_dated or (e.person_id <> placed.person_id and not (${IS_OF_THE_SAME} and e.person_id is not distinct from ${HOLDER})))`,
    [employments.map(({ id }) => id), employments.map(({ personId }) => personId), employments.map(({ record }) => record.isDated)],
  );
  await write(tx, tenantId, employments);
}

/**
 * Places by what was said before, where it was taken back because nobody knew any more whose these identifiers are: each version says it of
 * whoever held the identifier on its day.
 */
export async function placeHistory(tx: Tx, tenantId: string, records: Records, moved: readonly PersonReference[]): Promise<void> {
  if (moved.length === 0) return;
  const lost = await rows(
    tx,
    z.object({ id: z.uuid(), version: z.number().int(), personId: z.uuid() }),
    `select record.id, record.version, ${HOLDER} as "personId"
     from record join (select distinct * from unnest($1::text[], $2::text[]) as r(kind, value)) moved
       on record.subject_kind = moved.kind and record.subject_value = moved.value
     where record.kind = 'employment' and record.superseded_at is not null and ${HOLDER} is not null and ${IS_OF_THE_SAME}
       and not exists (select from employment e where e.record_id = record.id and e.record_version = record.version)
       and exists (select from employment e where e.record_id = record.id and not e.is_dated)`,
    [moved.map(({ kind }) => kind), moved.map(({ value }) => value)],
  );
  const people = new Map(lost.map(({ id, version, personId }) => [`${id} ${version}`, personId]));
  const said = await records.versions(tx, tenantId, 'employment', lost);
  await write(
    tx,
    tenantId,
    said.filter(({ record }) => !record.isDated).map((one) => ({ ...one, personId: people.get(`${one.id} ${one.version}`) ?? null })),
  );
}

/** Asked of a version of a record: whether the present one is about the same identifier. */
const IS_OF_THE_SAME = `exists (select from record present where present.id = record.id and present.superseded_at is null
  and present.subject_kind = record.subject_kind and present.subject_value = record.subject_value)`;

async function write(tx: Tx, tenantId: string, employments: readonly Held<'employment'>[]): Promise<void> {
  if (employments.length === 0) return;
  await makeUnits(
    tx,
    tenantId,
    employments.map(({ record }) => record),
  );
  const managers = await managersOf(
    tx,
    employments.map(({ record }) => record),
  );
  await tx.query(
    `insert into employment (tenant_id, person_id, effective_on, ended_on, unit_id, location, level, job_title, manager_person_id, record_id, record_version, is_dated, known_on, policy_version)
     select $1, e.*, case when e.is_dated then e.effective_on else r.created_at::date end, ${POLICY_IN_FORCE}
     from unnest($2::uuid[], $3::date[], $4::date[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::uuid[], $10::uuid[], $11::int[], $12::boolean[])
       as e(person_id, effective_on, ended_on, unit_id, location, level, job_title, manager_person_id, record_id, version, is_dated)
       join record r on r.id = e.record_id and r.version = e.version`,
    [
      tenantId,
      employments.map(({ personId }) => personId),
      employments.map(({ record }) => record.effectiveOn),
      employments.map(({ record }) => record.endedOn),
      employments.map(({ record }) => unitPath(tenantId, record).at(-1)?.id ?? null),
      employments.map(({ record }) => record.location),
      employments.map(({ record }) => record.level),
      employments.map(({ record }) => record.jobTitle),
      employments.map(({ record }) =>
        record.manager === null ? null : (managers.get(`${record.manager.kind} ${record.manager.value}`) ?? null),
      ),
      employments.map(({ id }) => id),
      employments.map(({ version }) => version),
      employments.map(({ record }) => record.isDated),
    ],
  );
}

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: 'division' | 'department' | 'team';
  readonly parentId: string | null;
}

/** Division, department, team: each known by its whole path, because two departments may have a team of the same name. */
function unitPath(tenantId: string, { division, department, team }: Employment): Unit[] {
  const path: Unit[] = [];
  for (const [kind, name] of [
    ['division', division],
    ['department', department],
    ['team', team],
  ] as const) {
    if (name === null) continue;
    const parentId = path.at(-1)?.id ?? null;
    path.push({ id: stableId('unit', tenantId, parentId ?? '', kind, name), name, kind, parentId });
  }
  return path;
}

async function makeUnits(tx: Tx, tenantId: string, employments: readonly Employment[]): Promise<void> {
  const units = [...new Map(employments.flatMap((employment) => unitPath(tenantId, employment)).map((unit) => [unit.id, unit])).values()];
  await tx.query(
    `insert into unit (tenant_id, id, name, kind, parent_id) select $1, u.* from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[]) as u on conflict do nothing`,
    [
      tenantId,
      units.map(({ id }) => id),
      units.map(({ name }) => name),
      units.map(({ kind }) => kind),
      units.map(({ parentId }) => parentId),
    ],
  );
}

async function managersOf(tx: Tx, employments: readonly Employment[]): Promise<Map<string, string>> {
  const references = employments.map(({ manager }) => manager).filter((manager) => manager !== null);
  const known = await rows(
    tx,
    z.object({ kind: z.string(), value: z.string(), personId: z.uuid() }),
    `select distinct i.kind, i.value, i.person_id as "personId" from person_identifier i join unnest($1::text[], $2::text[]) as r(kind, value) using (kind, value) where i.valid_to = 'infinity'`,
    [references.map(({ kind }) => kind), references.map(({ value }) => value)],
  );
  return new Map(known.map(({ kind, value, personId }) => [`${kind} ${value}`, personId]));
}
