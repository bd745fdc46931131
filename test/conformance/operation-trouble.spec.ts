import { describe, expect, test } from '@jest/globals';
import type { AnyOperation, OpenConnection } from '../../connectors/kit/connector.js';
import { AmbiguousWriteError, FatalError, HubError, RecordError, TransientError } from '../../connectors/kit/errors.js';
import { overdue } from '../overdue.js';
import type { OperationAtSource } from './harness.js';
import { anUnansweredUrl, type Trouble } from './line.js';
import { checkOperation, lineOf, onAStand, operationAt, type OperationSubject, operationSubjects, type Stand } from './subjects.js';
import { at as only, failureOf, LOGIN_PAGE, OTHER_SHAPE, refusal } from './trouble.js';

const KEY = 'conformance-key';
/** How long an answer may take; nobody waits so long. */
const TIMEOUT_MS = 10_000;

const LOST: readonly (readonly [what: string, trouble: Trouble, effects: 0 | 1])[] = [
  ['the connection breaks before the effect', { kind: 'lose', when: 'before' }, 0],
  ['the connection breaks after the effect', { kind: 'lose', when: 'after' }, 1],
  ['no answer comes in time', { kind: 'hang' }, 1],
  ['a gateway gives up before the effect', refusal(502), 0],
  ['a gateway gives up after the effect', { kind: 'replace', status: 504 }, 1],
  ['it is told to look elsewhere after the effect', { kind: 'replace', status: 303, headers: { location: '/elsewhere' } }, 1],
];

describe.each(operationSubjects)('$title', (subject) => {
  describe.each(LOST)('where %s', (what, trouble, effects) => {
    checkOperation(subject, `is sent once, calls it ambiguous, and is looked up rightly (${what})`, async (ground) => {
      const { stand, operation, at } = ground;
      const { failure, change, requests } = await struck(ground, trouble);
      stand.source.passLag();

      const found = await operation.find(stand.open(), change, KEY);

      expect(failure).toBeInstanceOf(AmbiguousWriteError);
      expect(requests).toBe(1);
      expect(at.effects()).toBe(effects);
      expect(found.seen).toBe(effects === 1 ? 'found' : 'absent');
    });
  });

  checkOperation(subject, 'has one effect when it is sent again after it was proved absent', async (ground) => {
    const { stand, operation, at } = ground;
    const { change } = await struck(ground, { kind: 'lose', when: 'before' });
    stand.source.passLag();
    expect(await operation.find(stand.open(), change, KEY)).toEqual({ seen: 'absent' });

    await operation.apply(stand.open(), change, KEY);
    stand.source.passLag();

    expect(await operation.find(stand.open(), change, KEY)).toMatchObject({ seen: 'found' });
    expect(at.effects()).toBe(1);
  });

  describe.each([
    ['a login page', LOGIN_PAGE],
    ['an answer of another shape', OTHER_SHAPE],
  ] as const)('%s', (what, trouble) => {
    checkOperation(subject, `is never taken for a refusal once it had its effect (${what})`, async (ground) => {
      const { failure } = await struck(ground, trouble);

      expect(failure === undefined || failure instanceof AmbiguousWriteError).toBe(true);
      expect(ground.at.effects()).toBe(1);
    });
  });

  describe.each([
    [400, RecordError],
    [404, RecordError],
    [409, RecordError],
    [422, RecordError],
    [401, FatalError],
    [403, FatalError],
    [429, TransientError],
  ])('an answer of %i', (status, kind) => {
    checkOperation(subject, `is sent once and not taken for an effect (${status})`, async (ground) => {
      const { failure, requests } = await struck(ground, refusal(status, { 'retry-after': '0' }));

      expect(failure).toBeInstanceOf(kind);
      expect(requests).toBe(1);
      expect(ground.at.effects()).toBe(0);
    });
  });

  checkOperation(subject, 'is set aside when the source refuses it for good', async ({ stand, operation, at }) => {
    const refused: unknown = operation.change.parse(at.refused);

    const failure = await failureOf(operation.apply(stand.open(), refused, KEY));

    expect(failure).toBeInstanceOf(RecordError);
    expect(at.effects()).toBe(0);
  });

  checkOperation(subject, 'does nothing with a credential that is wrong', async ({ stand, operation, at }) => {
    const connection = stand.open({ config: stand.source.wrongCredential ?? {} });
    const change: unknown = operation.change.parse(at.changes[0]);

    const failure = await failureOf(operation.apply(connection, change, KEY));

    expect(failure).toBeInstanceOf(FatalError);
    expect(at.effects()).toBe(0);
    expect(await seenBy(operation, connection, change)).not.toBe('absent');
  });

  checkOperation(subject, 'never left, and says so, where nobody answers', async ({ stand, operation, at }) => {
    const connection = stand.open({ config: stand.source.config(await anUnansweredUrl()) });

    const failure = await failureOf(operation.apply(connection, operation.change.parse(at.changes[0]), KEY));

    expect(failure).toBeInstanceOf(TransientError);
  });

  describe.each([
    ['a login page', LOGIN_PAGE, 1],
    ['a refusal', refusal(403), 1],
    ['nothing there', refusal(404), 1],
    ['a failure', refusal(500, { 'retry-after': '0' }), Infinity],
    ...(subject.operation.repeat === 'safe' ? [] : [['an answer of another shape', OTHER_SHAPE, 1] as const]),
  ] as const)('%s', (what, trouble, times) => {
    checkOperation(subject, `is never taken for proof that there is no effect (${what})`, async ({ stand, operation, at }) => {
      const [line, connection] = [lineOf(stand), stand.open()];
      const change: unknown = operation.change.parse(at.changes[0]);
      await operation.find(connection, change, KEY);
      const looks = line.arrivals.length;

      for (let place = 0; place < looks; place += 1) {
        line.disturb((now) => (now >= place && now < place + times ? trouble : undefined));

        expect({ place, seen: await seenBy(operation, connection, change) }).not.toEqual({ place, seen: 'absent' });
      }
    });
  });

  if (subject.operation.repeat === 'read-back-first') {
    checkOperation(subject, 'is not proved absent where its mark cannot be seen', async (ground) => {
      for (const { what } of ground.at.blindfolds ?? []) {
        expect(await blindfolded(subject, what)).not.toEqual({ what, seen: 'absent', effects: 1 });
      }
    });
  }
});

test('there is an operation to check', () => {
  expect(operationSubjects.length).toBeGreaterThan(0);
});

interface Struck {
  readonly change: unknown;
  readonly failure: unknown;
  /** How often the request that writes was sent. */
  readonly requests: number;
}

/** Makes the first change while something happens to the request that writes. */
async function struck({ stand, at, ...subject }: OperationSubject & Ground, trouble: Trouble): Promise<Struck> {
  const { operation } = subject;
  const change: unknown = operation.change.parse(at.changes[0]);
  const place = await writesAt(subject);
  const line = lineOf(stand);
  const struckOnce = Promise.withResolvers<void>();
  line.disturb(only(place, trouble.kind === 'hang' ? { ...trouble, done: struckOnce.resolve } : trouble));
  const apply = () =>
    operation.apply(stand.open({ timeoutMs: TIMEOUT_MS }), change, KEY).then(
      () => undefined,
      (cause: unknown) => cause,
    );
  const failure = await (trouble.kind === 'hang' ? overdue(struckOnce.promise, TIMEOUT_MS, apply) : apply());
  const written = line.arrivals[place];
  return {
    change,
    failure,
    requests: line.arrivals.filter(({ method, path }) => method === written?.method && path === written.path).length,
  };
}

interface Ground {
  readonly stand: Stand;
  readonly at: OperationAtSource;
}

const places = new Map<string, number>();

/** The place, among its requests, of the one by which an operation has its effect. */
async function writesAt(subject: OperationSubject): Promise<number> {
  const known = places.get(subject.title);
  if (known !== undefined) return known;
  return onAStand(subject, async ({ stand, operation }) => {
    const at = operationAt(stand, subject);
    const effects: number[] = [];
    lineOf(stand).disturb(() => void effects.push(at.effects()));
    await operation.apply(stand.open(), operation.change.parse(at.changes[0]), KEY);
    expect(at.effects()).toBe(1);
    const place = effects.lastIndexOf(0);
    places.set(subject.title, place);
    return place;
  });
}

/** What is seen of an effect at a source that cannot show what it is found by. */
const blindfolded = (subject: OperationSubject, what: string) =>
  onAStand(subject, async ({ stand, operation }) => {
    const at = operationAt(stand, subject);
    await at.blindfolds?.find((one) => one.what === what)?.put();
    const change: unknown = operation.change.parse(at.changes[0]);
    await operation.apply(stand.open(), change, KEY).catch(expectHubError);
    stand.source.passLag();
    return { what, seen: await seenBy(operation, stand.open(), change), effects: at.effects() };
  });

/** What a look says; a look that fails says nothing. */
const seenBy = (operation: AnyOperation<unknown>, connection: OpenConnection<unknown>, change: unknown): Promise<string> =>
  operation.find(connection, change, KEY).then(({ seen }) => seen, expectHubError);

function expectHubError(cause: unknown): string {
  expect(cause).toBeInstanceOf(HubError);
  return 'failed';
}
