import { describe, expect } from '@jest/globals';
import type { AnyOperation, OpenConnection } from '../../connectors/kit/connector.js';
import { differences } from '../../connectors/kit/differences.js';
import { marker } from '../../connectors/kit/marker.js';
import type { OperationAtSource } from './harness.js';
import { checkOperation, operationSubjects } from './subjects.js';

const KEY = 'conformance-key-1';
const OTHER_KEY = 'conformance-key-2';

describe.each(operationSubjects)('$title', (subject) => {
  checkOperation(subject, 'shows what is there before, and changes nothing by looking', async ({ stand, operation, at }) => {
    const connection = stand.open();
    const [change] = changesOf(operation, at);

    const present = await operation.present(connection, change);
    const seen = await operation.find(connection, change, KEY);
    const held = await operation.readBack(connection, change, KEY, undefined);

    const wanted = operation.expected(change, KEY);
    expect(Object.keys(wanted)).toEqual(expect.arrayContaining(Object.keys(present)));
    expect(Object.keys(present).length === 0 || differences(operation, wanted, present).length > 0).toBe(true);
    expect(seen).toEqual({ seen: 'absent' });
    expect(held === undefined || differences(operation, wanted, held).length > 0).toBe(true);
    expect(at.effects()).toBe(0);
  });

  checkOperation(subject, 'is found afterwards, and reads back as it was wanted', async ({ stand, operation, at }) => {
    const connection = stand.open();

    for (const [place, change] of changesOf(operation, at).entries()) {
      const key = `${KEY}-${place}`;
      const { reference } = await operation.apply(connection, change, key);
      stand.source.passLag();

      const found = await operation.find(connection, change, key);
      expect(found).toMatchObject({ seen: 'found' });
      for (const known of [reference, 'reference' in found ? found.reference : undefined, undefined]) {
        await expectHeld(operation, connection, change, key, known);
      }
      expect(at.effects()).toBe(place + 1);
    }
  });

  checkOperation(subject, 'shows as present what it changed', async ({ stand, operation, at }) => {
    const connection = stand.open();
    const [change] = changesOf(operation, at);
    const before = await operation.present(connection, change);

    await operation.apply(connection, change, KEY);
    stand.source.passLag();

    const present = await operation.present(connection, change);
    expect(Object.keys(present)).toEqual(Object.keys(before));
    expect(differences(operation, present, operation.expected(change, KEY))).toEqual([]);
  });

  checkOperation(subject, 'belongs to one entity, whenever it is asked', async ({ stand, operation, at }) => {
    for (const wish of at.changes) {
      const change: unknown = operation.change.parse(wish);
      const entity = operation.entity(change);
      await operation.apply(stand.open(), change, KEY);

      const stored: unknown = operation.change.parse(JSON.parse(JSON.stringify(change)));
      expect(entity).toMatch(/\S/);
      expect(operation.entity(stored)).toBe(entity);
      expect(operation.expected(stored, KEY)).toEqual(operation.expected(change, KEY));
    }
  });

  if (subject.operation.repeat === 'read-back-first') {
    checkOperation(subject, 'is told from another that wants the same', async ({ stand, operation, at }) => {
      const connection = stand.open();
      const [change] = changesOf(operation, at);
      await operation.apply(connection, change, KEY);
      stand.source.passLag();

      expect(await operation.find(connection, change, OTHER_KEY)).toEqual({ seen: 'absent' });
    });
  } else {
    checkOperation(subject, 'made twice leaves the source as once', async ({ stand, operation, at }) => {
      const connection = stand.open();
      const [change] = changesOf(operation, at);
      const state = async () => [await operation.readBack(connection, change, KEY, undefined), await operation.present(connection, change)];
      await operation.apply(connection, change, KEY);
      const once = await state();

      await operation.apply(connection, change, KEY);
      stand.source.passLag();

      expect(await state()).toEqual(once);
      if (operation.repeat === 'keyed') expect(at.effects()).toBe(1);
    });
  }

  if (subject.operation.marked !== undefined) {
    checkOperation(subject, 'gives each mark once for each effect', async ({ stand, operation, at }) => {
      const connection = stand.open();
      const [one, other] = changesOf(operation, at);
      expect(await marksOf(operation, connection)).toEqual([]);

      await operation.apply(connection, one, KEY);
      await operation.apply(connection, other, OTHER_KEY);
      await operation.apply(connection, other, OTHER_KEY);
      stand.source.passLag();

      const effects = at.effects();
      expect(await marksOf(operation, connection)).toEqual(
        [marker(KEY), ...Array.from({ length: effects - 1 }, () => marker(OTHER_KEY))].toSorted(),
      );
    });
  }
});

export const changesOf = (operation: AnyOperation<unknown>, { changes }: OperationAtSource): readonly [unknown, unknown] => [
  operation.change.parse(changes[0]),
  operation.change.parse(changes[1]),
];

/** The read-back holds exactly the fields that are expected, with the values that are expected. */
async function expectHeld(
  operation: AnyOperation<unknown>,
  connection: OpenConnection<unknown>,
  change: unknown,
  key: string,
  reference: string | undefined,
): Promise<void> {
  const wanted = operation.expected(change, key);
  const held = await operation.readBack(connection, change, key, reference);
  expect(Object.keys(held ?? {}).toSorted()).toEqual(Object.keys(wanted).toSorted());
  expect(differences(operation, wanted, held ?? {})).toEqual([]);
}

/** @throws Error where two marks have one reference: they could not be told apart. */
async function marksOf({ marked }: AnyOperation<unknown>, connection: OpenConnection<unknown>): Promise<readonly string[]> {
  const marks = await Array.fromAsync(marked?.(connection) ?? []);
  expect(new Set(marks.map(({ reference }) => reference)).size).toBe(marks.length);
  return marks.map((one) => one.marker).toSorted();
}
