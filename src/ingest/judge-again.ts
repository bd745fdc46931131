import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { bytes, rows, type Tx } from '../database/rows.js';
import { setAside } from '../records/set-aside.js';
import { type Candidate, judge } from './judge.js';
import { type Landing, landFitting } from './land-page.js';

/** What became of a record that waited, and the key it goes by now. */
export interface Judged {
  readonly key: string;
  readonly became: 'landed' | 'outdated' | 'judged-when-mapped' | 'waits';
}

interface Kept {
  readonly id: string;
  readonly key: string;
  readonly runId: string;
  readonly code: string;
  readonly waitsSince: string;
}
type Again = Kept & { readonly candidate: Candidate };

const keptRow = z.object({ id: z.uuid(), key: z.string(), runId: z.uuid(), code: z.string(), waitsSince: z.string(), payload: bytes });

/** When it is mapped; and what could not be kept as a whole, when its source gives it again. */
const JUDGED_ELSEWHERE = new Set(['mapping', 'unreadable', 'nesting']);

/**
 * Judges what waits of a stream as its schema is now, and lands what fits in the name of the run that read it.
 * What waits for a mapping has landed already and is left to be mapped again; what could not be read at all, only its source has.
 * Holds the stream as a run does: none lands a newer version meanwhile.
 */
export async function judgeAgain(tx: Tx, place: Omit<Landing, 'runId'>, id: string | undefined): Promise<Judged[]> {
  const { tenantId, connectionId, stream, envelope } = place;
  await tx.query('select from stream_state where connection_id = $1 and stream = $2 for update', [connectionId, stream.name]);
  const waiting = await rows(
    tx,
    keptRow,
    `select id, key, run_id as "runId", reason_code as code, quarantined_at::text as "waitsSince", payload from quarantined_record
     where connection_id = $1 and stream = $2 and released_at is null and ($3::uuid is null or id = $3) order by quarantined_at, key for update`,
    [connectionId, stream.name, id ?? null],
  );
  const toMap = waiting.filter(({ code }) => code === 'mapping').map(({ key }) => key);
  await mapAgain(tx, place, toMap);

  const again: Again[] = waiting
    .filter(({ code }) => !JUDGED_ELSEWHERE.has(code))
    .map(({ payload, ...kept }) => ({ ...kept, candidate: judge(place, envelope.open(tenantId, payload)) }));
  const misfits = again.filter(({ candidate }) => candidate.refusal !== undefined);
  const outdated = await outdatedOf(tx, place, again);
  const landed = again.filter((one) => one.candidate.refusal === undefined && !outdated.has(one.id));
  for (const [runId, ofRun] of Map.groupBy(landed, (one) => one.runId))
    await landFitting(
      tx,
      { ...place, runId },
      ofRun.map(({ candidate }) => candidate),
    );
  // What now says who it is waits, or has landed, under its own key.
  const settled = again.filter((one) => outdated.has(one.id) || one.candidate.key !== one.key || one.candidate.refusal === undefined);
  await tx.query('update quarantined_record set released_at = now() where id = any ($1::uuid[])', [settled.map((one) => one.id)]);
  await setAside(
    tx,
    { ...place, stream: stream.name },
    misfits.flatMap(({ id: kept, runId, candidate: { key, raw, refusal } }) =>
      refusal === undefined || outdated.has(kept) ? [] : [{ key, raw, runId, ...refusal }],
    ),
  );

  const details = { stream: stream.name, read: waiting.length, landed: landed.length, outdated: outdated.size, toMap: toMap.length };
  if (waiting.length > 0) await recordAudit(tx, { event: 'quarantine.replayed', subject: `connection:${connectionId}`, details });
  const lands = new Set(landed.map((one) => one.id));
  const keys = new Map(again.map(({ id: kept, candidate }) => [kept, candidate.key]));
  return waiting.map(({ id: kept, key, code }) => ({
    key: outdated.has(kept) ? key : (keys.get(kept) ?? key),
    became: outdated.has(kept) ? 'outdated' : lands.has(kept) ? 'landed' : code === 'mapping' ? 'judged-when-mapped' : 'waits',
  }));
}

/** Only what is believed is mapped, and so only of that it is forgotten that it was. */
const mapAgain = (tx: Tx, { connectionId, stream }: Omit<Landing, 'runId'>, keys: readonly string[]) =>
  tx.query(
    `update raw_record r set mapped_hash = null where r.connection_id = $1 and r.stream = $2 and r.key = any ($3::text[])
       and exists (select from stream_run s where s.run_id = r.run_id and s.stream = r.stream and s.believed)`,
    [connectionId, stream.name, keys],
  );

/** Those of which a later version has landed, that were found gone since, or that wait in a later version too. */
async function outdatedOf(tx: Tx, { connectionId, stream }: Omit<Landing, 'runId'>, again: readonly Again[]): Promise<Set<string>> {
  const known = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `select kept.id from unnest($3::uuid[], $4::text[], $5::timestamptz[]) as kept(id, key, since)
       join raw_record r on r.connection_id = $1 and r.stream = $2 and r.key = kept.key
     where greatest(r.changed_at, r.deleted_at) > kept.since`,
    [
      connectionId,
      stream.name,
      again.map(({ id }) => id),
      again.map(({ candidate }) => candidate.key),
      again.map(({ waitsSince }) => waitsSince),
    ],
  );
  const newest = new Map(again.map(({ id, candidate }) => [candidate.key, id]));
  const overtaken = again.filter(({ id, candidate }) => newest.get(candidate.key) !== id);
  return new Set([...known, ...overtaken].map(({ id }) => id));
}
