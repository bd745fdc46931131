import { expect, test } from '@jest/globals';
import { fillOf } from './fill.js';

test('a field counts where it carries a value, zero and false included', () => {
  const records = [{ a: 'x' }, { a: 0 }, { a: false }, { a: '' }, { a: null }, {}, 'no record', null];

  expect(fillOf(records, ['a', 'b'])).toEqual({ a: 3, b: 0 });
});

test('a field inside another counts by its path', () => {
  const records = [{ fields: { assignee: { id: '1' } } }, { fields: { assignee: null } }, { fields: null }, {}];

  expect(fillOf(records, ['fields.assignee', 'fields.assignee.id', 'fields.toString'])).toEqual({
    'fields.assignee': 1,
    'fields.assignee.id': 1,
    'fields.toString': 0,
  });
});

test('a name with a dot of its own is no path', () => {
  expect(fillOf([{ 'work.mail': 'a@example.com', work: { mail: '' } }], ['work.mail'])).toEqual({ 'work.mail': 1 });
});
