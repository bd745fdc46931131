import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { instantOf, microsOf } from '../database/instants.js';
import { count, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { type Listing, nextPage, pageOf, type PageQuery, positionIn } from '../http/paging.js';

export const quarantinedView = z.object({
  id: z.uuid(),
  connection: z.string(),
  stream: z.string(),
  key: z.string(),
  reasonCode: z.string(),
  path: z.string(),
  reason: z.string(),
  quarantinedAt: z.date(),
});
export type QuarantinedView = z.infer<typeof quarantinedView>;
const listed = quarantinedView.extend({ micros: count });

const streamCount = z.object({ connection: z.string(), stream: z.string(), count });
export const quarantinedPage = z.object({
  quarantined: z.array(quarantinedView.meta({ id: 'Quarantined' })),
  /** How many wait of each stream, on this page or not. */
  counts: z.array(streamCount.extend({ count: z.number().int() })),
  next: nextPage,
});
export type QuarantinedPage = z.infer<typeof quarantinedPage>;
const position = z.tuple([z.int(), z.uuid()]);
type Position = z.output<typeof position>;

/** What waits in quarantine, for people to look at: where it came from and why, never the record itself. */
@Injectable()
export class Waiting {
  constructor(private readonly tenancy: Tenancy) {}

  /** All of it, newest first. */
  list(tenantId: string, actor: Actor): Promise<QuarantinedView[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => (await read(tx)).map(({ micros: _micros, ...one }) => one));
  }

  /** Some of it, newest first, and how many wait of each stream. */
  page(tenantId: string, actor: Actor, { limit, cursor }: PageQuery): Promise<QuarantinedPage> {
    const listing: Listing = ['quarantine', tenantId];
    const after = positionIn(cursor, listing, position);
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { shown, next } = pageOf(await read(tx, after, limit + 1), limit, listing, ({ micros, id }): Position => [micros, id]);
      return { quarantined: shown, counts: await countByStream(tx), next };
    });
  }

  /** How many records of each stream wait; none of them is read for it. */
  counts(tenantId: string, actor: Actor): Promise<QuarantinedPage['counts']> {
    return this.tenancy.inTenant(tenantId, actor, countByStream);
  }
}

function read(tx: Tx, after?: Position, most?: number): Promise<z.output<typeof listed>[]> {
  return rows(
    tx,
    listed,
    `select q.id, c.name as connection, q.stream, q.key, q.reason_code as "reasonCode", q.path, q.reason, q.quarantined_at as "quarantinedAt",
       ${microsOf('q.quarantined_at')} as micros
     from quarantined_record q join connection c on c.id = q.connection_id
     where q.released_at is null and ($1::bigint is null or (q.quarantined_at, q.id) < (${instantOf('$1')}, $2::uuid))
     order by q.quarantined_at desc, q.id desc limit $3`,
    [...(after ?? [null, null]), most ?? null],
  );
}

const countByStream = (tx: Tx): Promise<QuarantinedPage['counts']> =>
  rows(
    tx,
    streamCount,
    `select c.name as connection, q.stream, count(*) as count from quarantined_record q join connection c on c.id = q.connection_id
     where q.released_at is null group by c.name, q.stream order by c.name, q.stream`,
  );
