import { z } from 'zod';

/** A source's own id, as text: some answers give it as a number. Nothing and an empty text are no id; never the word `null`. */
export const sourceId = z.union([z.string().min(1), z.int()]).transform(String);
