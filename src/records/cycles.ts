import { z } from 'zod';
import { isOurTime } from '../../mappings/canonical/reference.js';
import type { Survey } from '../../mappings/canonical/survey.js';
import { rows, type Tx } from '../database/rows.js';
import { stableId } from '../files/envelope.js';
import type { MappedRecord } from './map-raw.js';

export const cycleName = (cycle: { readonly kind: string; readonly key: string }) => `${cycle.kind} ${cycle.key}`;

/** Makes sure that every cycle a batch speaks of is there. @returns their ids by `cycleName`. */
export async function ensureCycles(tx: Tx, tenantId: string, mapped: readonly MappedRecord[]): Promise<Map<string, string>> {
  const named = new Map(mapped.flatMap(({ index: { cycle } }) => (cycle === undefined ? [] : [[cycleName(cycle), cycle] as const])));
  if (named.size === 0) return new Map();
  const cycles = [...named.values()];
  await tx.query(
    `insert into cycle (tenant_id, id, kind, key, label, opens_on, closes_on)
     select $1, c.id, c.kind, c.key, c.key, c.opens_on, c.closes_on from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[]) as c(id, kind, key, opens_on, closes_on)
     on conflict (tenant_id, kind, key) do nothing`,
    [
      tenantId,
      cycles.map(({ kind, key }) => stableId('cycle', tenantId, kind, key)),
      cycles.map(({ kind }) => kind),
      cycles.map(({ key }) => key),
      cycles.map(({ key }) => periodNamed(key)?.opensOn ?? null),
      cycles.map(({ key }) => periodNamed(key)?.closesOn ?? null),
    ],
  );
  for (const { kind, record } of mapped) if (kind === 'survey') await describe(tx, record as Survey); // its kind says so
  const known = await rows(
    tx,
    z.object({ id: z.uuid(), kind: z.string(), key: z.string() }),
    'select id, kind, key from cycle where key = any ($1::text[])',
    [cycles.map(({ key }) => key)],
  );
  return new Map(known.map((cycle) => [cycleName(cycle), cycle.id]));
}

/** A cycle named after a year, a half or a quarter of one (2026, 2026-H1, 2026-Q3) tells its own days; another name tells none. */
export function periodNamed(key: string): { opensOn: string; closesOn: string } | undefined {
  const named = /^(\d{4})(?:-?(?:H([12])|Q([1-4])))?$/.exec(key);
  if (named?.[1] === undefined || !isOurTime(`${named[1]}-01-01`)) return undefined;
  const [, year, half, quarter] = named;
  const months = half !== undefined ? 6 : quarter !== undefined ? 3 : 12;
  const first = (Number(half ?? quarter ?? 1) - 1) * months;
  const lastDay = new Date(Date.UTC(Number(year), first + months, 0));
  return { opensOn: `${year}-${String(first + 1).padStart(2, '0')}-01`, closesOn: lastDay.toISOString().slice(0, 10) };
}

async function describe(tx: Tx, survey: Survey): Promise<void> {
  await tx.query(`update cycle set label = $2, opens_on = $3, closes_on = $4 where kind = 'survey' and key = $1`, [
    survey.key,
    survey.label,
    survey.opensOn,
    survey.closesOn,
  ]);
}
