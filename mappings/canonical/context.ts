import { z } from 'zod';
import { day, name, personReference } from './reference.js';

/** A measured fact about engagement of a unit or the whole, from another system. */
export const metric = z.object({
  name: z.string().min(1),
  group: z.string().nullable(),
  measuredOn: day,
  value: z.number(),
  unit: z.string().nullable(),
});
/** What somebody at a level has to show to be promoted to it. */
export const criterion = z.object({ level: z.string().min(1), name: z.string().min(1), description: z.string().min(1) });
/** How ratings are to be given. */
export const guideline = z.object({ cycleKey: name.nullable(), title: z.string().min(1), text: z.string().min(1) });
/** What a manager noted about somebody, or about their team. */
export const managerNote = z.object({ author: personReference, about: personReference.nullable(), notedOn: day, text: z.string().min(1) });
/** Something that was done after an earlier survey or review. */
export const action = z.object({
  title: z.string().min(1),
  owner: personReference.nullable(),
  dueOn: day.nullable(),
  status: z.enum(['planned', 'open', 'done', 'dropped']),
  theme: z.string().nullable(),
});
/** Pay as of a day; a decimal string, never a float, and never below nothing. */
export const compensation = z.object({
  person: personReference,
  effectiveOn: day,
  base: z.object({ amount: z.string().regex(/^\d+(\.\d+)?$/), currency: z.string().regex(/^[A-Z]{3}$/) }),
  bandPosition: z.number().nullable(),
});
