import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { inPlainWords } from './plain-words.js';

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, { error: inPlainWords }).error?.issues.map(({ message }) => message);

const aKind = z.discriminatedUnion('as', [z.object({ as: z.literal('survey') }), z.object({ as: z.literal('metrics') })]);

describe('what does not fit is said by its kind and by what would fit, never by its value', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    ['nothing at all', z.string(), undefined, 'is missing, where text fits'],
    ['nothing in it', z.string().min(1), '', 'is empty, where text of at least 1 characters fits'],
    ['text for a number', z.number(), 'Ada Okafor', 'is text, where a number fits'],
    ['a fraction', z.int(), 12.5, 'is a number with a fraction, where a whole number fits'],
    ['below what counts', z.int().nonnegative(), -3, 'is a whole number, where a number of at least 0 fits'],
    ['a day written otherwise', z.iso.date(), '31/03/2026', 'is text, where a day written as 2026-03-31 fits'],
    ['another word', z.enum(['planned', 'open']), 'Ada', 'is text, where one of these: planned, open fits'],
    ['a list', z.looseObject({}), [1], 'is a list, where a record of several values fits'],
    ['none of several', z.union([z.number(), z.boolean()]), 'Ada', 'is text, where something else fits'],
    ['a record of no kind', aKind, {}, 'is missing, where one of these fits: survey, metrics'],
    ['a record of another kind', aKind, { as: 'Ada' }, 'is text, where one of these fits: survey, metrics'],
    ['a setting nobody knows', z.strictObject({}), { itemz: 'Ada' }, 'has "itemz", which nothing is known of'],
    ['what a schema says itself', z.string().refine(() => false, 'is not ours'), 'Ada', 'is not ours'],
  ])('%s', (_reason, schema, value, words) => {
    expect(said(schema, value)).toEqual([words]);
  });
});
