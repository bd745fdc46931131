import { describe, expect, test } from '@jest/globals';
import type { KeysetList, Reach } from './keyset.js';
import { keysetPages } from './pages.js';

interface Row {
  readonly id: string;
  readonly at: string | undefined;
}

const SIZE = 3;
const row = (id: number, at: string | undefined): Row => ({ id: String(id).padStart(3, '0'), at });
const rows = (count: number, at: string, from = 1) => Array.from({ length: count }, (_none, index) => row(from + index, at));

/** A source that does as it is asked. `before` is called with each request, and may change what the source holds, or lie. */
function aSource(
  held: readonly Row[],
  before: (source: { held: readonly Row[]; total?: number }, reach: Reach, request: number) => void = () => {},
) {
  const source: { held: readonly Row[]; total?: number } = { held };
  const asked: Reach[] = [];
  const heeds = ({ at }: Row, reach: Reach) =>
    reach.at === undefined ||
    (at !== undefined && (reach.kind === 'from' ? at >= reach.at : reach.kind === 'after' ? at > reach.at : at === reach.at));
  const list = (fields: Partial<KeysetList<Row>> = {}): KeysetList<Row> => ({
    from: undefined,
    size: SIZE,
    position: ({ at }) => at,
    key: ({ id }) => id,
    fetch: async (reach) => {
      before(source, reach, asked.push(reach) - 1);
      const all = source.held
        .filter((one) => heeds(one, reach))
        .toSorted((one, other) => compare(one.at ?? '', other.at ?? '') || compare(one.id, other.id));
      const start = reach.kind === 'at' ? (reach.page - 1) * SIZE : 0;
      return { rows: all.slice(start, start + SIZE), total: source.total ?? all.length };
    },
    ...fields,
  });
  return { list, asked };
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

async function readAll(list: KeysetList<Row>) {
  const given: Row[] = [];
  let end: string | undefined;
  for await (const page of keysetPages(list)) {
    expect(page.rows.length).toBeLessThanOrEqual(SIZE);
    given.push(...page.rows);
    end = page.end ?? end;
  }
  return { ids: new Set(given.map(({ id }) => id)), times: given.length, end };
}

describe('a list with more rows of one instant than fit a page', () => {
  const crowded = [...rows(2, 'a'), ...rows(7, 'b', 10), ...rows(4, 'c', 20)];

  test('is read to its end, and each row of the crowd once more at the most', async () => {
    const { ids, times, end } = await readAll(aSource(crowded).list());

    expect(ids.size).toBe(crowded.length);
    expect(times).toBeLessThanOrEqual(crowded.length + SIZE);
    expect(end).toBe('c');
  });

  test('is read to its end when the crowd is all there is, and fills its last page', async () => {
    const { ids, times } = await readAll(aSource(rows(6, 'b')).list());

    expect({ ids: ids.size, times }).toEqual({ ids: 6, times: 6 });
  });

  test('gives nothing of the crowd twice when the read begins with it', async () => {
    const { ids, times } = await readAll(aSource(crowded).list({ from: 'b' }));

    expect({ ids: ids.size, times }).toEqual({ ids: 11, times: 11 });
  });

  test('goes on, after a death in the middle of the crowd, from its instant', async () => {
    const { list } = aSource(crowded);
    const pages = keysetPages(list({ from: 'b' }));
    await pages.next();

    expect((await pages.next()).value).toMatchObject({ end: 'b' });
  });

  test('loses nobody who stays when somebody leaves the crowd while it is read', async () => {
    const leaves = aSource(crowded, (source, reach) => {
      if (reach.kind === 'at' && reach.page === 2) source.held = source.held.map((one) => (one.id === '010' ? { ...one, at: 'd' } : one));
    });

    const { ids, end } = await readAll(leaves.list());

    expect(ids.size).toBe(crowded.length);
    expect(end).toBe('d');
  });

  test('is read although the whole crowd leaves meanwhile', async () => {
    const leaves = aSource(crowded, (source, reach) => {
      if (reach.kind === 'at') source.held = source.held.map((one) => (one.at === 'b' ? { ...one, at: 'd' } : one));
    });

    expect((await readAll(leaves.list())).ids.size).toBe(crowded.length);
  });

  test('keeps rows that bear no instant beside it', async () => {
    const { ids } = await readAll(aSource([row(1, undefined), ...rows(7, 'b', 10)]).list());

    expect(ids.size).toBe(8);
  });

  test.each([
    ['promises more than it gives', (source: { total?: number }) => (source.total = 99)],
    ['promises less than it gives', (source: { total?: number }) => (source.total = 3)],
  ])('fails when the source %s', async (_how, lie) => {
    const lying = aSource(crowded, (source, reach) => void (reach.kind === 'at' && lie(source)));

    await expect(readAll(lying.list())).rejects.toThrow(/another number of records/);
  });

  test('fails when the source gives the same page whatever its number', async () => {
    const { list } = aSource(crowded);
    const { fetch } = list();

    const deaf = list({ fetch: (reach) => fetch(reach.kind === 'at' ? { ...reach, page: 1 } : reach) });

    await expect(readAll(deaf)).rejects.toThrow(/another number of records/);
  });
});

describe('a source that does not heed', () => {
  test('where it was asked to go on from is found out, and not asked for ever', async () => {
    const { list, asked } = aSource(rows(3, 'a').map((one, index) => ({ ...one, at: 'abc'[index] })));
    const { fetch } = list();

    const deaf = list({ fetch: () => fetch({ kind: 'from', at: undefined }) });

    await expect(readAll(deaf)).rejects.toThrow(/does not heed its filter/);
    expect(asked).toHaveLength(2);
  });

  test('the order it was asked for is found out before anything is lost', async () => {
    const disorderly = aSource([]).list({ fetch: async () => ({ rows: [row(1, 'c'), row(2, 'a')], total: 2 }) });

    await expect(readAll(disorderly)).rejects.toThrow(/do not come in the order/);
  });
});

test('a whole page that says nothing of when it changed cannot be gone on from', async () => {
  const timeless = aSource(Array.from({ length: 4 }, (_none, index) => row(index, undefined)));

  await expect(readAll(timeless.list())).rejects.toThrow(/says nothing of when/);
});
