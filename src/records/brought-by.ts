import { z } from 'zod';
import type { KindName } from '../../mappings/canonical/kinds.js';
import { rows, type Tx } from '../database/rows.js';

/** The names of the connections that brought what there is of a kind in a cycle, in order. */
export async function broughtBy(tx: Tx, kind: KindName, cycleId: string): Promise<string[]> {
  const brought = await rows(
    tx,
    z.object({ name: z.string() }),
    `select distinct c.name from record r join connection c on c.id = r.connection_id
     where r.cycle_id = $1 and r.kind = $2 and r.superseded_at is null order by c.name`,
    [cycleId, kind],
  );
  return brought.map(({ name }) => name);
}
