import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { firstRow, rows, type Tx } from '../database/rows.js';

/** A round of reviews, with its days where it has any. */
export const reviewCycle = z.object({
  id: z.uuid(),
  key: z.string(),
  label: z.string(),
  opensOn: z.string().nullable(),
  closesOn: z.string().nullable(),
});
export type ReviewCycle = z.infer<typeof reviewCycle>;

const COLUMNS = `id, key, label, opens_on::text as "opensOn", closes_on::text as "closesOn"`;

export async function cycleWithId(tx: Tx, id: string): Promise<ReviewCycle> {
  const found = await firstRow(tx, reviewCycle, `select ${COLUMNS} from cycle where kind = 'review' and id = $1`, [id]);
  if (found === undefined) throw new Error(`there is no review cycle ${id}`);
  return found;
}

/** @throws AskedWronglyError naming the cycles there are. */
export async function cycleNamed(tx: Tx, key: string): Promise<ReviewCycle> {
  const found = await firstRow(tx, reviewCycle, `select ${COLUMNS} from cycle where kind = 'review' and key = $1`, [key]);
  if (found) return found;
  const known = await rows(tx, reviewCycle, `select ${COLUMNS} from cycle where kind = 'review' order by key`);
  throw new AskedWronglyError(`there is no review cycle ${key}; there is: ${known.map((cycle) => cycle.key).join(', ') || 'none yet'}`);
}
