import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import type { Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import type { Published } from './decisions.js';
import type { Release } from './gate.js';
import { type Likeness, likeness } from './likeness.js';
import { packed } from './packed-members.js';

/** Whose answers a release was decided on, and by what another survey that holds the same is told; older releases have the people alone. */
export const decidedOn = z.union([
  z.object({ people: z.array(z.string()), alike: likeness }),
  z.array(z.string()).transform((people): { people: string[]; alike: Likeness } => ({ people, alike: {} })),
]);
export type DecidedOn = z.output<typeof decidedOn>;

/** Writes down what was let out, of whom, and what was told by it. @returns its id. */
export async function writeRelease(
  tx: Tx,
  envelope: Envelope,
  tenantId: string,
  { cycleId, asked, ...on }: { readonly cycleId: string; readonly asked: string } & z.output<typeof decidedOn>,
  released: Release,
  published: readonly Published[],
): Promise<string> {
  const id = randomUUID();
  const places = new Map(on.people.map((person, place) => [person, place]));
  const groups = [released.everybody, ...released.groups];
  const shown = groups.filter(({ visibility }) => visibility === 'shown').length;
  const hidden = groups.filter(({ visibility }) => visibility === 'withheld').length;
  await tx.query(
    `insert into release (tenant_id, id, cycle_id, kind, asked, body, respondents, slices_shown, slices_hidden, policy_version, trace_id)
       values ($1, $2, $3, 'scores', $4, $5, $6, $7, $8, $9, current_setting('app.trace_id')::uuid)`,
    [tenantId, id, cycleId, asked, envelope.seal(tenantId, released), envelope.seal(tenantId, on), shown, hidden, released.policyVersion],
  );
  await tx.query(
    `insert into privacy_ledger (tenant_id, release_id, position, cycle_id, measure, told)
       select $1, $2, l.position, $3, l.measure, l.told from unnest($4::int[], $5::text[], $6::bytea[]) as l(position, measure, told)`,
    [
      tenantId,
      id,
      cycleId,
      published.map((_one, position) => position),
      published.map(({ measure }) => measure),
      published.map(({ members, table, bounds }) => envelope.seal(tenantId, { members: packed(members, places), table, bounds })),
    ],
  );
  await recordAudit(tx, { event: 'release.written', subject: `release:${id}`, details: { shown, hidden } });
  return id;
}
