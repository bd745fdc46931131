import { describe, expect } from '@jest/globals';
import { fillOf } from '../../src/ingest/fill.js';
import type { AnyStream } from '../../connectors/kit/connector.js';
import type { StreamAtSource } from './harness.js';
import { heldAfter, misfits, reading, readThrough, unlike } from './reading.js';
import { checkStream, isRemote, streamSubjects } from './subjects.js';

/** So often may a read ask more than it said it would. */
const COST_FACTOR = 3;
/** Of the time after which a source shows everything. */
const ALMOST = 0.9;

describe.each(streamSubjects)('$title', (subject) => {
  checkStream(subject, 'gives every record there is, and each fits its schema', async ({ stand, stream, at }) => {
    const read = await readThrough(stream, stand.open());

    expect(misfits(stream, read)).toEqual([]);
    expect(read.refused).toEqual([]);
    expect([...heldAfter(stream, read).keys()].toSorted()).toEqual([...at.keys].toSorted());
  });

  checkStream(subject, 'gives a record the same key and content each time', async ({ stand, stream }) => {
    const [once, again] = [await readThrough(stream, stand.open()), await readThrough(stream, stand.open())];

    expect(unlike(heldAfter(stream, once), heldAfter(stream, again))).toEqual([]);
    expect(twiceAndDifferent(stream, once.records)).toEqual([]);
  });

  checkStream(subject, 'carries the fields it asks for', async ({ stand, stream }) => {
    const connection = stand.open();
    const requested = stream.requested(connection.config);
    const sensitive = Object.keys(stream.sensitivity.fields ?? {});

    const { records } = await readThrough(stream, connection);

    const fill = fillOf(records, [...requested, ...sensitive]);
    expect(Object.keys(fill).filter((field) => fill[field] === 0)).toEqual([]);
  });

  checkStream(subject, 'asks about as often as it says it will', async ({ stand, stream }) => {
    const { records } = await readThrough(stream, stand.open());

    const requests = stand.line?.arrivals.length ?? 0;
    expect(COST_FACTOR * stream.cost(records.length)).toBeGreaterThanOrEqual(requests);
    expect([requests > 0, stream.cost(1) > 0]).toEqual([isRemote(subject), isRemote(subject)]);
  });

  checkStream(subject, 'brings on a second read what was added and what changed', async ({ stand, stream, at }) => {
    const connection = stand.open();
    const first = await readThrough(stream, connection);
    const touched = await somethingHappens(at);
    stand.source.passLag();

    const second = await readThrough(stream, connection, first.checkpoint);

    expect([...heldAfter(stream, second).keys()]).toEqual(expect.arrayContaining([...touched]));
    expect(unlike(heldAfter(stream, first, second), heldAfter(stream, await readThrough(stream, connection)))).toEqual([]);
  });

  checkStream(subject, 'loses nothing of what the source shows late', async ({ stand, stream, at }) => {
    const connection = stand.open();
    await somethingHappens(at);
    stand.source.passLag(ALMOST);
    const first = await readThrough(stream, connection);
    stand.source.passLag();

    const second = await readThrough(stream, connection, first.checkpoint);

    expect(unlike(heldAfter(stream, first, second), heldAfter(stream, await readThrough(stream, connection)))).toEqual([]);
  });

  checkStream(subject, 'loses nothing when it is killed after any page', async ({ stand, stream }) => {
    const connection = stand.open();
    const whole = await readThrough(stream, connection);

    for (let page = 1; page <= whole.pages; page += 1) {
      const killed = await reading(stream, connection, { killedAfter: page });
      const resumed = await readThrough(stream, connection, killed.checkpoint);

      expect({ page, unlike: unlike(heldAfter(stream, killed, resumed), heldAfter(stream, whole)) }).toEqual({ page, unlike: [] });
    }
  });

  checkStream(subject, 'loses nothing of what happens between a kill and the next read', async ({ stand, stream, at }) => {
    const connection = stand.open();
    const { pages } = await readThrough(stream, connection);

    for (let page = 1; page <= pages; page += 1) {
      const killed = await reading(stream, connection, { killedAfter: page });
      await somethingHappens(at);
      stand.source.passLag();
      const resumed = await readThrough(stream, connection, killed.checkpoint);

      const truth = heldAfter(stream, await readThrough(stream, connection));
      expect({ page, unlike: unlike(heldAfter(stream, killed, resumed), truth) }).toEqual({ page, unlike: [] });
    }
  });

  checkStream(subject, 'loses nothing of what happens while it is read', async ({ stand, stream, at }) => {
    const connection = stand.open();
    const { pages } = await readThrough(stream, connection);

    for (let page = 1; page <= pages; page += 1) {
      const happens = async () => void (await somethingHappens(at));
      const disturbed = await reading(stream, connection, { meanwhile: { after: page, happens } });
      stand.source.passLag();
      const second = await readThrough(stream, connection, disturbed.checkpoint);

      const truth = heldAfter(stream, await readThrough(stream, connection));
      expect({ page, unlike: unlike(heldAfter(stream, disturbed, second), truth) }).toEqual({ page, unlike: [] });
    }
  });

  checkStream(subject, 'is not stopped by a record that does not fit', async ({ stand, stream, at }) => {
    const spoilt = await at.spoil(stand.line);
    stand.source.passLag();

    const read = await readThrough(stream, stand.open());

    const held = heldAfter(stream, read);
    expect(misfits(stream, read).length + read.refused.length).toBe(1);
    expect(held.has(spoilt)).toBe(false);
    expect(at.keys.filter((key) => key !== spoilt && !held.has(key))).toEqual([]);
  });

  checkStream(subject, 'gives nothing once it is cancelled', async ({ stand, stream }) => {
    const run = new AbortController();
    run.abort(new Error('cancelled'));

    const pages = stream.read(stand.open({ signal: run.signal }), undefined)[Symbol.asyncIterator]();

    expect(await nextOf(pages)).toBe('stopped');
    expect(stand.line?.arrivals ?? []).toEqual([]);
  });

  checkStream(subject, 'gives no more once it is cancelled on its way', async ({ stand, stream }) => {
    const { pages: all } = await readThrough(stream, stand.open());
    const run = new AbortController();
    const pages = stream.read(stand.open({ signal: run.signal }), undefined)[Symbol.asyncIterator]();
    await pages.next();
    const requests = stand.line?.arrivals.length;

    run.abort(new Error('cancelled'));

    expect(all === 1 ? ['stopped', 'ended'] : ['stopped']).toContain(await nextOf(pages));
    expect(stand.line?.arrivals.length).toBe(requests);
  });
});

/** What becomes of the next page: only a read that gave everything may end as if nothing had happened. */
const nextOf = (pages: AsyncIterator<unknown>): Promise<'stopped' | 'ended' | 'gave a page'> =>
  pages.next().then(
    ({ done }) => (done === true ? 'ended' : 'gave a page'),
    () => 'stopped',
  );

/** Somebody adds a record and changes another. @returns the keys of both. */
async function somethingHappens(at: StreamAtSource): Promise<readonly string[]> {
  return [await at.add(), await at.change()];
}

/** A record may come twice where pages overlap, but only as the same. */
function twiceAndDifferent(stream: AnyStream<unknown>, records: readonly unknown[]): readonly string[] {
  const texts = new Map<string, Set<string>>();
  for (const raw of records) {
    const key = stream.key(stream.record.parse(raw));
    texts.set(key, (texts.get(key) ?? new Set()).add(JSON.stringify(raw)));
  }
  return [...texts].filter(([key, seen]) => key === '' || seen.size > 1).map(([key]) => key);
}
