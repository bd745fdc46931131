import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { connectors } from '../../connectors/index.js';
import { defineSource } from '../../connectors/kit/connector.js';
import { FatalError } from '../../connectors/kit/errors.js';
import { harnesses } from './harnesses.js';
import { connectorSubjects, gapsOf, isRemote, onAStand } from './subjects.js';

const invented = defineSource({ id: 'invented', title: 'Invented', config: z.object({}), howOnly: [], check: async () => undefined });
const people = invented.stream({
  ...{ name: 'people', reference: 'https://example.com/people', record: z.object({ id: z.string() }), checkpoint: z.never() },
  ...{ key: ({ id }: { id: string }) => id, deletes: 'never', requested: () => [], sensitivity: { rest: 'open' }, cost: () => 0 },
  read: async function* () {
    yield { records: [] };
  },
});

describe('a connector', () => {
  test.each(Object.entries(connectors))('%s has a harness for all it can do', async (id, connector) => {
    expect(await gapsOf(connector, harnesses[id])).toEqual([]);
  });

  test('that nobody wrote a harness for is told what to add', async () => {
    const connector = invented.connector({ streams: [people], operations: [] });

    expect(await gapsOf(connector, undefined)).toEqual([
      expect.stringMatching(/^the connector invented has no harness: write test\/conformance\/harnesses\/invented\.ts.*knows people/),
    ]);
  });

  test('that has more than its harness knows is told what to add', async () => {
    const connector = invented.connector({ streams: [people], operations: [] });
    const harness = {
      start: async () => ({ config: () => ({}), streams: {}, operations: {}, passLag: () => undefined, close: async () => undefined }),
    };

    expect(await gapsOf(connector, harness)).toEqual([expect.stringMatching(/knows nothing of people: add it to `streams`/)]);
  });

  test.each(connectorSubjects)('$title waives nothing it does not have, and nothing without a reason', ({ connector, harness }) => {
    const parts = [...connector.streams, ...connector.operations].map(({ name }) => name);
    const waivers = harness.waivers ?? [];

    expect(waivers.filter(({ of, reason }) => !parts.includes(of) || reason.length < 10)).toEqual([]);
  });
});

describe.each(connectorSubjects)('$title', (subject) => {
  const { source, streams, operations } = subject.connector;

  test.each([...streams, ...operations].map(({ name, reference }) => ({ name, reference })))(
    '$name names the page it was written from',
    ({ reference }) => {
      expect(URL.parse(reference)?.protocol).toBe('https:');
    },
  );

  test('calls no two things the same', () => {
    const names = [...streams, ...operations].map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });

  test.each(streams.map(({ name, sensitivity }) => ({ name, sensitivity })))('$name says how sensitive it is', ({ sensitivity }) => {
    const levels = ['open', 'internal', 'personal', 'confidential', 'special'];

    expect(levels).toContain(sensitivity.rest);
    expect(Object.values(sensitivity.fields ?? {}).filter((level) => !levels.includes(level))).toEqual([]);
  });

  test('accepts a connection that is right', () =>
    onAStand(subject, async ({ stand }) => {
      await expect(source.check(stand.open())).resolves.toBeUndefined();
    }));

  (isRemote(subject) ? test : test.skip)('refuses a connection whose credential is wrong', () =>
    onAStand(subject, async ({ stand }) => {
      const { wrongCredential } = stand.source;

      expect(wrongCredential).toBeDefined();
      await expect(source.check(stand.open({ config: wrongCredential ?? {} }))).rejects.toThrow(FatalError);
    }),
  );
});
