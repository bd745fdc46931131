import { expect, test } from '@jest/globals';
import type { Held } from '../records/records.js';
import { evidenceOf } from './calibration-evidence.js';

const cycle = { id: 'c', key: '2026-H1', label: '2026-H1', opensOn: '2026-01-01', closesOn: '2026-06-30' };
const aGoal = (record: Partial<Held<'goal'>['record']>): Held<'goal'> => ({
  id: 'g',
  version: 1,
  rawKey: '1',
  personId: 'p',
  cycleId: null,
  day: '2026-03-01',
  record: {
    owner: { kind: 'k', value: 'v' },
    title: 'Ship it',
    dueOn: null,
    completedOn: null,
    percentComplete: 50,
    status: 'open',
    ...record,
  },
});

test.each<[string, Partial<Held<'goal'>['record']>, number]>([
  ['reached in the cycle', { completedOn: '2026-03-01', status: 'done' }, 1],
  ['reached years before it', { completedOn: '2023-05-01', status: 'done' }, 0],
  ['reached after it', { completedOn: '2026-08-01', status: 'done' }, 0],
  ['still open and due in it', { dueOn: '2026-05-31' }, 1],
  ['still open and due long before it', { dueOn: '2024-05-31' }, 0],
  ['without any day', {}, 1],
])('a goal %s', (_when, record, pieces) => {
  expect(evidenceOf([aGoal(record)], cycle)).toHaveLength(pieces);
});

test('what belongs to nobody known is nobody’s evidence', () => {
  expect(evidenceOf([{ ...aGoal({ completedOn: '2026-03-01' }), personId: null }], cycle)).toEqual([]);
});

test('a goal of which nobody wrote down how far it is or how it stands says neither', () => {
  const [one] = evidenceOf([aGoal({ percentComplete: null, status: null })], cycle);

  expect(one?.facts).toEqual({ title: 'Ship it' });
});
