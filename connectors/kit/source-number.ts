import { z } from 'zod';

/**
 * A number a source gives as one, or writes as text in digits. Nothing else is one: an empty cell is no zero, a yes no one,
 * and what is written in another way was not meant for reckoning.
 */
export const sourceNumber = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^[+-]?\d+(\.\d+)?$/, 'is no number in digits with a decimal point')
    .transform(Number),
]);
