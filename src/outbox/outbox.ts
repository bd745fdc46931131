import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { bytes, count, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { type Listing, nextPage, pageOf, type PageQuery, positionIn } from '../http/paging.js';
import { ABOUT } from './about.js';
import { WAITS_FOR } from './order.js';
import { TAKEN_UP } from './plan-anew.js';
import { TIMES_SENT } from './sent-before.js';
import { outboxStates } from './states.js';
import { type Waiting, whatWaits } from './waiting.js';

export const messageView = z.object({
  id: z.uuid(),
  connection: z.string(),
  operation: z.string(),
  entity: z.string(),
  /** Whom it is about, by name; null where it is about nobody. */
  about: z.string().nullable(),
  /** The case in which it was decided. */
  caseId: z.uuid(),
  state: z.enum(outboxStates),
  /** Rises with each claim and each settlement: with the state, it says which moment somebody looked at. */
  fence: z.number().int(),
  reason: z.string().nullable(),
  reference: z.string().nullable(),
  /** How often a request with it left, whatever was heard of that. */
  timesSent: z.number().int(),
  /** Of a rejected or a cancelled one: whether a newer message of the same matter was planned since. */
  takenUp: z.boolean(),
  approvedBy: z.string().nullable(),
  previewedAt: z.date().nullable(),
  changedAt: z.date(),
  traceId: z.uuid(),
  /** What the source held when somebody looked; null before. */
  base: z.record(z.string(), z.unknown()).nullable(),
  change: z.unknown(),
  /** What an approval names, so that it holds for nothing else than what was seen; the base's is null before somebody looked. */
  baseHash: z.string().nullable(),
  intentHash: z.string(),
});
export type MessageView = z.infer<typeof messageView>;
const stored = messageView
  .omit({ base: true, change: true, reason: true })
  .extend({ seq: count, fence: count, waitsFor: z.string().nullable(), base: bytes.nullable(), change: bytes, reason: bytes.nullable() });

const messageCount = z.object({ state: z.enum(outboxStates), count, takenUp: count });
export const messagePage = z.object({
  messages: z.array(messageView.meta({ id: 'Message' })),
  /** How many there are in each state, on this page or not; and of how many of those a newer message took the matter up. */
  counts: z.array(messageCount.extend({ count: z.number().int(), takenUp: z.number().int() })),
  next: nextPage,
});
export type MessagePage = z.infer<typeof messagePage>;
const position = z.tuple([z.int().nonnegative()]);

/** What is on its way to the sources, for people to look at. */
@Injectable()
export class Outbox {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /** All messages, in the order they were planned. */
  list(tenantId: string, actor: Actor, state?: string): Promise<MessageView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => (await this.#read(tx, tenantId, { state })).map(({ message }) => message));
  }

  /** Some of the messages, in the order they were planned, and how many there are in each state. */
  page(
    tenantId: string,
    actor: Actor,
    { state, limit, cursor }: PageQuery & { readonly state?: string | undefined },
  ): Promise<MessagePage> {
    const listing: Listing = ['outbox', tenantId, state];
    const after = positionIn(cursor, listing, position)?.[0];
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const found = await this.#read(tx, tenantId, { state, after, most: limit + 1 });
      const { shown, next } = pageOf(found, limit, listing, ({ seq }) => [seq]);
      return { messages: shown.map(({ message }) => message), next, counts: await countByState(tx) };
    });
  }

  /** How many messages there are in each state, those taken up again apart; none of them is opened for it. */
  counts(tenantId: string, actor: Actor): Promise<(Pick<MessageView, 'state' | 'takenUp'> & { count: number })[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(
        tx,
        messageView.pick({ state: true, takenUp: true }).extend({ count }),
        `select state, taken_up as "takenUp", count(*) as count
         from (select m.state, m.state in ('rejected', 'cancelled') and ${TAKEN_UP} as taken_up from outbox_message m) as messages group by 1, 2 order by 1, 2`,
      ),
    );
  }

  /** Why messages have not come to their end, with how many wait for the same. */
  waiting(tenantId: string, actor: Actor): Promise<Waiting[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      whatWaits(tx, (reason) => z.string().parse(this.envelope.open(tenantId, reason))),
    );
  }

  async #read(
    tx: Tx,
    tenantId: string,
    { state, after, most }: { state?: string | undefined; after?: number | undefined; most?: number },
  ): Promise<{ seq: number; message: MessageView }[]> {
    const found = await rows(
      tx,
      stored,
      `select m.seq, m.id, c.name as connection, m.operation, m.entity, ${ABOUT} as about, (select case_id from decision d where d.id = m.decision_id) as "caseId", m.state, m.fence, m.reason, m.reference, ${TIMES_SENT} as "timesSent", m.approved_by as "approvedBy",
         m.previewed_at as "previewedAt", m.changed_at as "changedAt", m.trace_id as "traceId",
         encode(m.base_hash, 'hex') as "baseHash", encode(m.intent_hash, 'hex') as "intentHash", m.base, m.change,
         m.state in ('rejected', 'cancelled') and ${TAKEN_UP} as "takenUp", case when m.state = 'approved' then ${WAITS_FOR} end as "waitsFor"
       from outbox_message m join connection c on c.id = m.connection_id
       where ($1::text is null or m.state = $1) and ($2::bigint is null or m.seq > $2) order by m.seq limit $3`,
      [state ?? null, after ?? null, most ?? null],
    );
    return found.map(({ seq, base, change, reason, waitsFor, ...message }) => ({
      seq,
      message: {
        ...message,
        base: base === null ? null : z.record(z.string(), z.unknown()).parse(this.envelope.open(tenantId, base)),
        change: this.envelope.open(tenantId, change),
        reason: waitsFor ?? (reason === null ? null : z.string().parse(this.envelope.open(tenantId, reason))),
      },
    }));
  }
}

const countByState = (tx: Tx): Promise<MessagePage['counts']> =>
  rows(
    tx,
    messageCount,
    `select state, count(*) as count, count(*) filter (where state in ('rejected', 'cancelled') and ${TAKEN_UP}) as "takenUp"
     from outbox_message m group by state order by state`,
  );
