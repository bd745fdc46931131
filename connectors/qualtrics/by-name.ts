import { z } from 'zod';

/** Things by their name or id. Where there is none of them the vendor gives an empty list instead. */
export const byName = <Part extends z.ZodType>(part: Part) =>
  z.preprocess((parts) => (Array.isArray(parts) && parts.length === 0 ? {} : parts), z.record(z.string(), part));
