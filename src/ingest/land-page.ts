import { z } from 'zod';
import type { AnyStream, Page } from '../../connectors/kit/connector.js';
import { rows, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { setAside } from '../records/set-aside.js';
import { fillOf } from './fill.js';
import { type Candidate, judge, judgeRefused } from './judge.js';

/** A page of one stream on its way into the database. */
export interface Landing {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly runId: string;
  readonly stream: AnyStream<unknown>;
  readonly envelope: Envelope;
}

/** What a page brought, before anybody compares it with what is there. */
export interface PageTally {
  readonly read: number;
  /** Per requested field, in how many records it carried a value. */
  readonly fill: Readonly<Record<string, number>>;
  /** How many were not known just so, and how often each field is filled in these. */
  readonly news: number;
  readonly newsFill: Readonly<Record<string, number>>;
}

const comparedRow = z.object({ key: z.string(), changed: z.boolean() });

/**
 * Stores a page: compares keys and hashes set-wise, seals and writes only what changed, sets aside what does not fit.
 * Within a run the same key may come twice: the later one counts for what it is, the earlier as a duplicate. Where the later one does
 * not fit, the last that did stays in use, as it does between two runs: then both count for what became of them.
 * Runs in the transaction that also moves the checkpoint.
 */
export async function landPage(tx: Tx, landing: Landing, page: Page<unknown>, requested: readonly string[]): Promise<PageTally> {
  const candidates = [...page.records.map((raw) => judge(landing, raw)), ...(page.refused ?? []).map((one) => judgeRefused(landing, one))];
  const latest = new Map(candidates.map((candidate) => [candidate.key, candidate]));
  const fitting = new Map(candidates.filter(({ refusal }) => refusal === undefined).map((candidate) => [candidate.key, candidate]));

  const { changed, unanswered } = await landFitting(tx, landing, [...fitting.values()]);
  await setAside(
    tx,
    { ...landing, stream: landing.stream.name },
    [...latest.values()].flatMap(({ key, raw, refusal }) =>
      refusal === undefined ? [] : [{ key, raw, runId: landing.runId, ...refusal }],
    ),
  );
  await countOutcomes(tx, landing, candidates, (key) => ({
    fitted: fitting.has(key) ? (changed.has(key) ? 'landed' : 'unchanged') : null,
    waits: latest.get(key)?.refusal !== undefined,
  }));
  const news = [...fitting.values()].filter(({ key }) => changed.has(key) || unanswered.has(key)).map(({ raw }) => raw);
  return { read: candidates.length, fill: fillOf(page.records, requested), news: news.length, newsFill: fillOf(news, requested) };
}

/** Lands records that fit, each key once. What is as it is known is not written again. @returns what `compare` told of them. */
export async function landFitting(tx: Tx, landing: Landing, fitting: readonly Candidate[]): ReturnType<typeof compare> {
  const hashes = new Map(fitting.map(({ key, raw }) => [key, landing.envelope.changeHash(raw)]));
  const { changed, unanswered } = await compare(tx, landing, hashes);
  await store(
    tx,
    landing,
    fitting.filter(({ key }) => changed.has(key)),
    hashes,
  );
  await answerFor(tx, landing, [...unanswered]);
  await release(tx, landing, [...hashes.keys()]);
  return { changed, unanswered };
}

/** Which of the page is not as it is known, and what is as known but was landed by a run nobody believed. */
async function compare(
  tx: Tx,
  { connectionId, runId, stream }: Landing,
  hashes: ReadonlyMap<string, Buffer>,
): Promise<{ changed: ReadonlySet<string>; unanswered: ReadonlySet<string> }> {
  const compared = await rows(
    tx,
    comparedRow,
    `select page.key, known.hash is distinct from page.hash or known.deleted_at is not null as changed
     from unnest($3::text[], $4::bytea[]) as page(key, hash)
     left join lateral (
       -- one look-up by key for each record of the page: a join would read the whole stream for every page
       select hash, deleted_at, run_id from raw_record where connection_id = $1 and stream = $2 and key = page.key offset 0) known on true
     where known.hash is distinct from page.hash or known.deleted_at is not null
       or known.run_id in (select run_id from stream_run where stream = $2 and not believed and run_id <> $5)`,
    [connectionId, stream.name, [...hashes.keys()], [...hashes.values()], runId],
  );
  const keysWhere = (wanted: boolean) => new Set(compared.filter(({ changed }) => changed === wanted).map(({ key }) => key));
  return { changed: keysWhere(true), unanswered: keysWhere(false) };
}

/** What a run nobody believed landed, and this one found just so: from now on this one answers for it. */
async function answerFor(tx: Tx, { connectionId, runId, stream }: Landing, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.query('update raw_record set run_id = $4 where connection_id = $1 and stream = $2 and key = any ($3::text[])', [
    connectionId,
    stream.name,
    keys,
    runId,
  ]);
}

async function store(tx: Tx, landing: Landing, records: readonly Candidate[], hashes: ReadonlyMap<string, Buffer>): Promise<void> {
  if (records.length === 0) return;
  const { tenantId, connectionId, runId, stream, envelope } = landing;
  const keys = records.map(({ key }) => key);
  const sealed = records.map(({ raw }) => envelope.seal(tenantId, raw));
  const parameters = [tenantId, connectionId, stream.name, runId, keys, keys.map((key) => hashes.get(key)), sealed];
  const page = 'unnest($5::text[], $6::bytea[], $7::bytea[]) as page(key, hash, payload)';
  await tx.query(
    `insert into raw_record (tenant_id, connection_id, stream, run_id, key, hash, payload)
     select $1, $2, $3, $4, page.key, page.hash, page.payload from ${page}
     on conflict (tenant_id, connection_id, stream, key) do update
       set hash = excluded.hash, payload = excluded.payload, run_id = excluded.run_id, changed_at = now(), deleted_at = null,
           -- what comes back as it was has to be mapped again all the same: what was made of it is closed
           mapped_hash = case when raw_record.deleted_at is null then raw_record.mapped_hash end`,
    parameters,
  );
  await tx.query(
    `insert into raw_history (tenant_id, connection_id, stream, run_id, key, hash, payload)
     select $1, $2, $3, $4, page.key, page.hash, page.payload from ${page}`,
    parameters,
  );
}

/**
 * What fits now waits no more for somebody to look at it, changed or not. It is mapped again: it may have waited for a mapping before it did not fit.
 * What waits for a mapping goes on waiting; fitting its schema is not what it lacked.
 */
async function release(tx: Tx, { connectionId, stream }: Landing, keys: readonly string[]): Promise<void> {
  await tx.query(
    `with released as (
       update quarantined_record set released_at = now()
       where connection_id = $1 and stream = $2 and key = any ($3::text[]) and reason_code <> 'mapping' and released_at is null returning key)
     update raw_record set mapped_hash = null from released where connection_id = $1 and stream = $2 and raw_record.key = released.key`,
    [connectionId, stream.name, keys],
  );
}

/** Whether the last of a key waits, and what became of the last that fitted; null where none did. */
interface Outcome {
  readonly fitted: 'landed' | 'unchanged' | null;
  readonly waits: boolean;
}

async function countOutcomes(
  tx: Tx,
  { tenantId, runId, stream }: Landing,
  candidates: readonly Candidate[],
  outcomeOf: (key: string) => Outcome,
): Promise<void> {
  const times = new Map<string, number>();
  for (const { key } of candidates) times.set(key, (times.get(key) ?? 0) + 1);
  const keys = [...times.keys()];
  const outcomes = keys.map(outcomeOf);
  await tx.query(
    `insert into run_record (tenant_id, run_id, stream, key, fitted, waits, times)
     select $1, $2, $3, page.* from unnest($4::text[], $5::text[], $6::boolean[], $7::int[]) as page
     on conflict (tenant_id, run_id, stream, key) do update
       -- what landed in this run has landed, even if it comes once more and is by then unchanged
       set fitted = case when run_record.fitted = 'landed' then 'landed' else coalesce(excluded.fitted, run_record.fitted) end,
           waits = excluded.waits, times = run_record.times + excluded.times`,
    [
      tenantId,
      runId,
      stream.name,
      keys,
      outcomes.map(({ fitted }) => fitted),
      outcomes.map(({ waits }) => waits),
      keys.map((key) => times.get(key)),
    ],
  );
}
