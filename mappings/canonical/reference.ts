import { z } from 'zod';

/** A person as a source names them; who that is, is for `people` to say. */
export const personReference = z
  .object({ kind: z.string().min(1), value: z.string().min(1) })
  // An address is the same in whatever case somebody wrote it; everything else is compared as given.
  .overwrite((reference) => (reference.kind === 'work-email' ? { ...reference, value: reference.value.toLowerCase() } : reference));
export type PersonReference = z.infer<typeof personReference>;

/** A calendar day, no instant. */
export const day = z.iso.date();
