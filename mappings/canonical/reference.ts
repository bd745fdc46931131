import { z } from 'zod';

const LONGEST_NAME = 500;
const LONGEST_KIND = 100;

/** A name that is looked up: short enough for an index, and the same when it comes back. */
export const name = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'holds characters that no database keeps');

/** A person as a source names them; who that is, is for `people` to say. */
export const personReference = z
  .object({ kind: name.max(LONGEST_KIND), value: name }) // the two stand in one index
  // An address is the same in whatever case somebody wrote it; everything else is compared as given.
  .overwrite((reference) => (reference.kind === 'work-email' ? { ...reference, value: reference.value.toLowerCase() } : reference));
export type PersonReference = z.infer<typeof personReference>;

/** Nobody who works today was hired before, and nothing is planned for later: such a day is a mistake, or stands for none. */
export const isOurTime = (given: string): boolean => given >= '1900-01-01' && given < '2200-01-01';

/** A calendar day, no instant. */
export const day = z.iso.date().refine(isOurTime, 'is a day before 1900 or after 2199');
