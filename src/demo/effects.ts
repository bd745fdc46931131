import { z } from 'zod';
import { marker } from '../../connectors/kit/marker.js';
import type { Effect } from '../../simulators/kit/ledger.js';
import { rows } from '../database/rows.js';
import { Envelope } from '../files/envelope.js';
import { service, type Stage, VENDORS } from './stage.js';

/** A write the outbox calls verified. */
export interface VerifiedWrite {
  readonly connection: string;
  readonly operation: string;
  readonly entity: string;
  readonly idempotencyKey: string;
  readonly change: unknown;
}

/** What the sources' own ledgers hold against what the outbox says of itself. */
export interface ComparedEffects {
  readonly expected: number;
  readonly observed: number;
  /** Each effect there are more or fewer of than were meant, in words. */
  readonly amiss: readonly string[];
}

/** One effect by one: a doubled and an absent one are two faults, though the sums agree. */
export function compareEffects(
  expected: readonly VerifiedWrite[],
  observed: readonly { readonly connection: string; readonly effect: Effect }[],
): ComparedEffects {
  const wanted = Map.groupBy(expected, nameOfWrite);
  const seen = Map.groupBy(observed, nameOfEffect);
  const amiss = [...new Set([...wanted.keys(), ...seen.keys()])].flatMap((name) => {
    const [meant, there] = [wanted.get(name)?.length ?? 0, seen.get(name)?.length ?? 0];
    return meant === there ? [] : [`${name}: ${there} effects at the source, where ${meant} should be`];
  });
  return { expected: expected.length, observed: observed.length, amiss };
}

export async function effectsOf(stage: Stage): Promise<ComparedEffects> {
  const { tenancy, tenantId, system, sources } = stage;
  const envelope = service(stage, Envelope);
  const stored = z.object({
    connection: z.string(),
    operation: z.string(),
    entity: z.string(),
    idempotencyKey: z.string(),
    change: z.instanceof(Buffer).transform((sealed) => envelope.open(tenantId, sealed)),
  });
  const verified = await tenancy.inTenant(tenantId, system, (tx) =>
    rows(
      tx,
      stored,
      `select c.name as connection, m.operation, m.entity, m.idempotency_key as "idempotencyKey", m.change
       from outbox_message m join connection c on c.id = m.connection_id where m.state = 'verified' order by m.seq`,
    ),
  );
  return compareEffects(
    verified,
    VENDORS.flatMap((vendor) => sources[vendor].ledger.effects.map((effect) => ({ connection: vendor, effect }))),
  );
}

const settingFields = z.object({ fields: z.record(z.string(), z.unknown()) });

/** What a write is known by at its source: whose record it is, and its mark; what leaves none, by the fields it sets. */
function nameOfWrite({ connection, operation, entity, idempotencyKey, change }: VerifiedWrite): string {
  const mark = marker(idempotencyKey);
  switch (operation) {
    case 'outcome-row.create':
      return `${connection} table-row.create ${entity} ${mark}`;
    case 'issue.create':
      return `${connection} issue.create ${mark}`;
    case 'employee.update':
      return `${connection} employee.update ${entity} ${fieldsOf(settingFields.parse(change).fields)}`;
    default:
      throw new Error(`the demonstration does not know what ${operation} leaves at its source`);
  }
}

const rowMark = z.looseObject({ customHubRef: z.string() });
const issueMark = z.looseObject({ properties: z.looseObject({ 'hub.writeback': z.looseObject({ mark: z.string() }) }) });

/** The same of an effect. One that carries no mark where there should be one is known by itself alone, and matches no write. */
function nameOfEffect({ connection, effect: { kind, target, values } }: { readonly connection: string; readonly effect: Effect }): string {
  const [employee = ''] = target.split('/');
  const inRow = rowMark.safeParse(values);
  if (kind === 'table-row.create' && inRow.success) return `${connection} ${kind} employee:${employee} ${inRow.data.customHubRef}`;
  const inIssue = issueMark.safeParse(values);
  if (kind === 'issue.create' && inIssue.success) return `${connection} ${kind} ${inIssue.data.properties['hub.writeback'].mark}`;
  if (kind === 'employee.update') return `${connection} ${kind} employee:${employee} ${fieldsOf(values)}`;
  return `${connection} ${kind} ${target}`;
}

const fieldsOf = (fields: Readonly<Record<string, unknown>>): string => Object.keys(fields).toSorted().join(',');
