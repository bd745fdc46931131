import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { bytes, rows } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { outboxStates } from './states.js';

export const messageView = z.object({
  id: z.uuid(),
  connection: z.string(),
  operation: z.string(),
  entity: z.string(),
  state: z.enum(outboxStates),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  attempts: z.number().int(),
  approvedBy: z.string().nullable(),
  previewedAt: z.date().nullable(),
  changedAt: z.date(),
  traceId: z.uuid(),
  /** What the source held when somebody looked; null before. */
  base: z.record(z.string(), z.unknown()).nullable(),
  change: z.unknown(),
});
export type MessageView = z.infer<typeof messageView>;
const stored = messageView
  .omit({ base: true, change: true, reason: true })
  .extend({ base: bytes.nullable(), change: bytes, reason: bytes.nullable() });

/** What is on its way to the sources, for people to look at. */
@Injectable()
export class Outbox {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /** Messages in the order they were planned. */
  list(tenantId: string, actor: Actor, state?: string): Promise<MessageView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const found = await rows(
        tx,
        stored,
        `select m.id, c.name as connection, m.operation, m.entity, m.state, m.reason, m.reference, m.attempts, m.approved_by as "approvedBy",
           m.previewed_at as "previewedAt", m.changed_at as "changedAt", m.trace_id as "traceId", m.base, m.change
         from outbox_message m join connection c on c.id = m.connection_id where $1::text is null or m.state = $1 order by m.seq`,
        [state ?? null],
      );
      return found.map(({ base, change, reason, ...message }) => ({
        ...message,
        base: base === null ? null : z.record(z.string(), z.unknown()).parse(this.envelope.open(tenantId, base)),
        change: this.envelope.open(tenantId, change),
        reason: reason === null ? null : z.string().parse(this.envelope.open(tenantId, reason)),
      }));
    });
  }
}
