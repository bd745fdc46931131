import { z } from 'zod';
import { sourceNumber } from '../kit/source-number.js';

/** An empty cell comes as nothing, as null or as an empty text; an empty day in older answers as zeros too. */
const blank = z
  .string()
  .trim()
  .pipe(z.literal(''))
  .transform(() => null);
const noDay = blank.or(z.literal('0000-00-00').transform(() => null));

export const maybeDay = z.iso.date().or(noDay).nullish();
export const maybeNumber = sourceNumber.or(blank).nullish();
