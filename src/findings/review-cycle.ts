import { z } from 'zod';

/** A round of reviews, with its days where it has any. */
export const reviewCycle = z.object({
  id: z.uuid(),
  key: z.string(),
  label: z.string(),
  opensOn: z.string().nullable(),
  closesOn: z.string().nullable(),
});
export type ReviewCycle = z.infer<typeof reviewCycle>;
