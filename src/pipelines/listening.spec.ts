import { expect, test } from '@jest/globals';
import { listening } from './listening.js';

const aTable = (fields: Partial<Parameters<typeof listening.input.parse>[0] & object> = {}) => ({
  releaseId: '00000000-0000-4000-8000-000000000001',
  respondents: 400,
  items: [],
  themes: [],
  ...fields,
});
const anItem = (favourable: number, answers = 400, id = 'q1') => ({
  id,
  text: `Item ${id}`,
  scale: { min: 1, max: 5 },
  answers,
  favourable: { value: favourable, step: 0.01 },
});
const run = async (everybody: object, before?: object) =>
  listening.run(listening.input.parse({ everybody, ...(before === undefined ? {} : { before }) }), undefined);

test('calls a score low that is below half even allowing for chance', async () => {
  expect((await run(aTable({ items: [anItem(0.4)] }))).map(({ kind, about }) => [kind, about])).toEqual([['low-score', 'q1']]);
});

test('calls no score low that chance may have lowered', async () => {
  expect(await run(aTable({ items: [anItem(0.4, 20)] }))).toEqual([]);
});

test('does not hold a scale of recommendation to agreement', async () => {
  expect(await run(aTable({ items: [{ ...anItem(0.3), scale: { min: 0, max: 10 } }] }))).toEqual([]);
});

test('says of a change that it is clear only when it is large and no accident among so many items', async () => {
  const now = aTable({ items: [anItem(0.7), anItem(0.62, 400, 'q2')] });
  const before = aTable({ releaseId: '00000000-0000-4000-8000-000000000002', items: [anItem(0.55), anItem(0.6, 400, 'q2')] });

  const found = await run(now, before);

  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ kind: 'clear-change', about: 'q1', releases: [now.releaseId, before.releaseId] });
});

test('compares items by what was asked and not by their number', async () => {
  const now = aTable({ items: [{ ...anItem(0.9), text: 'Something new' }] });

  expect(await run(now, aTable({ items: [anItem(0.5)] }))).toEqual([]);
});

test('names what people write about most, and nothing of a withheld score', async () => {
  const themes = ['pay', 'tools', 'team', 'office'].map((id, at) => ({ id, label: id, commenters: 40 - at }));

  const found = await run(aTable({ items: [{ id: 'q1', text: 'Withheld', scale: { min: 1, max: 5 } }], themes }));

  expect(found.map(({ about }) => about)).toEqual(['pay', 'tools', 'team']);
});

test('calls no score low and no change clear that the bands of a small group may have made', async () => {
  const banded = (value: number) => ({ ...anItem(value, 120), favourable: { value, step: 0.2 } });

  expect(await run(aTable({ items: [banded(0.4)] }))).toEqual([]);
  expect(await run(aTable({ items: [banded(0.8)] }), aTable({ items: [banded(0.6)] }))).toEqual([]);
  expect(await run(aTable({ items: [banded(1)] }), aTable({ items: [banded(0.4)] }))).toMatchObject([{ kind: 'clear-change' }]);
});
