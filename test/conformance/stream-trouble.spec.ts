import { describe, expect, test } from '@jest/globals';
import { FatalError, TransientError } from '../../connectors/kit/errors.js';
import { anUnansweredUrl } from './line.js';
import { heldAfter, readThrough, unlike } from './reading.js';
import { checkStream, connectorSubjects, isRemote, lineOf, onAStand, streamSubjects } from './subjects.js';
import { at as only, failureOf, LOGIN_PAGE, names, OTHER_SHAPE, refusal, TOO_MANY } from './trouble.js';

/** A timer may be early by a hair. */
const CLOCKS_DIFFER_BY_MS = 20;

describe.each(streamSubjects.filter(isRemote))('$title', (subject) => {
  checkStream(subject, 'asks again whatever is refused for now, and misses nothing for it', async ({ stand, stream }) => {
    const [line, connection] = [lineOf(stand), stand.open()];
    const calm = await readThrough(stream, connection);
    const requests = line.arrivals.length;

    const each = TOO_MANY.length + 1;
    line.disturb((place) => TOO_MANY[place % each]);
    const refused = await readThrough(stream, connection);

    expect(unlike(heldAfter(stream, refused), heldAfter(stream, calm))).toEqual([]);
    expect(line.arrivals).toHaveLength(each * requests);
  });

  checkStream(
    subject,
    'asks again where the connection breaks, also in the middle of an answer',
    async ({ stand, stream }) => {
      const [line, connection] = [lineOf(stand), stand.open()];
      const calm = await readThrough(stream, connection);
      const requests = line.arrivals.length;
      const last = requests > 1 ? requests : 0; // the first one is then asked twice

      line.disturb((place) => (place === last ? { kind: 'halve' } : place === 0 ? { kind: 'lose', when: 'after' } : undefined));
      const broken = await readThrough(stream, connection);

      expect(unlike(heldAfter(stream, broken), heldAfter(stream, calm))).toEqual([]);
      expect(line.arrivals).toHaveLength(last + 2);
    },
    test.concurrent,
  );

  checkStream(subject, 'stops when the credential is wrong, and gives nothing', async ({ stand, stream }) => {
    const connection = stand.open({ config: stand.source.wrongCredential ?? {} });

    const failure = await failureOf(stream.read(connection, undefined)[Symbol.asyncIterator]().next());

    expect(failure).toBeInstanceOf(FatalError);
  });

  checkStream(subject, 'stops when the credential is taken away on its way', async ({ stand, stream }) => {
    const [line, connection] = [lineOf(stand), stand.open()];
    await readThrough(stream, connection);
    const requests = line.arrivals.length;

    for (let place = 0; place < requests; place += 1) {
      line.disturb(only(place, refusal(401)));
      const failure = await failureOf(readThrough(stream, connection));

      expect(failure).toBeInstanceOf(FatalError);
      expect(line.arrivals).toHaveLength(place + 1);
    }
  });

  describe.each([
    ['a login page', LOGIN_PAGE],
    ['an answer of another shape', OTHER_SHAPE],
  ])('%s', (what, trouble) => {
    checkStream(subject, `stops the read, which names what it had asked for (${what})`, async ({ stand, stream, at }) => {
      const [line, connection] = [lineOf(stand), stand.open()];
      await readThrough(stream, connection);
      const requests = line.arrivals.length;

      for (let place = 0; place < requests; place += 1) {
        line.disturb(only(place, trouble));
        const failure = await failureOf(readThrough(stream, connection));

        const asked = line.arrivals[place];
        const isShapeless = at.shapeless?.path.test(asked?.path ?? '') === true;
        expect(failure).toBeInstanceOf(isShapeless ? TransientError : FatalError);
        expect({ asked, named: isShapeless || names(String(failure), asked) }).toEqual({ asked, named: true });
      }
    });
  });
});

describe('a source that', () => {
  const remote = connectorSubjects.filter(isRemote);

  test.concurrent.each(remote)('is not there ($title) is named, with what to look at', (subject) =>
    onAStand(subject, async ({ stand }) => {
      const url = await anUnansweredUrl();
      const connection = stand.open({ config: stand.source.config(url) });
      const { source, streams } = subject.connector;

      const failures = await Promise.all([
        failureOf(source.check(connection)),
        ...streams.map((stream) => failureOf(readThrough(stream, connection))),
      ]);

      for (const failure of failures) {
        expect(failure).toBeInstanceOf(TransientError);
        expect(String(failure)).toContain(url);
        expect(String(failure)).toContain('check the address');
      }
    }),
  );

  test.concurrent.each(
    remote.flatMap((subject) => [
      { title: subject.title, subject, says: 'seconds', retryAfter: () => '1', named: (first: number) => first + 1_000 },
      {
        title: subject.title,
        subject,
        says: 'a date',
        retryAfter: () => new Date(Date.now() + 2_000).toUTCString(),
        named: (_first: number, header: string) => Date.parse(header),
      },
    ]),
  )('says $says is not asked again before ($title)', ({ subject, retryAfter, named }) =>
    onAStand(subject, async ({ stand }) => {
      const line = lineOf(stand);

      const header = retryAfter();
      line.disturb(only(0, refusal(429, { 'retry-after': header })));
      await subject.connector.source.check(stand.open());

      const [first = 0, second = 0] = line.arrivals.map(({ atMs }) => performance.timeOrigin + atMs);
      expect(second).toBeGreaterThanOrEqual(named(first, header) - CLOCKS_DIFFER_BY_MS);
    }),
  );
});
