import { Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Actor } from './actor.js';
import { orAway } from './database-away.js';
import { type HeldLocks, holdLocks } from './held-locks.js';
import { NUDGES } from './nudges.js';
import { firstRow, rows, type Tx } from './rows.js';
import { z } from 'zod';

/** The only way to a connection: every statement runs for one tenant, in one transaction, in somebody's name. */
@Injectable()
export class Tenancy {
  constructor(private readonly database: DataSource) {}

  /**
   * Runs `work` in one transaction of the tenant.
   * Both settings are local to the transaction, so that a pooled connection carries nothing on to the next.
   * @param oneState every statement sees the same state of the database, whatever is committed in between. For reading.
   */
  inTenant<Result>(
    tenantId: string,
    actor: Actor,
    work: (tx: Tx) => Promise<Result>,
    { oneState = false }: { readonly oneState?: boolean } = {},
  ): Promise<Result> {
    return orAway(() =>
      this.database.transaction(oneState ? 'REPEATABLE READ' : 'READ COMMITTED', async (tx) => {
        await tx.query(
          `select set_config('app.tenant_id', $1, true), set_config('app.actor_kind', $2, true), set_config('app.actor_id', $3, true), set_config('app.trace_id', $4, true)`,
          [tenantId, actor.kind, actor.id, actor.traceId],
        );
        return work(tx);
      }),
    );
  }

  /** @returns ids and slugs of all tenants, oldest first. */
  allTenants(): Promise<{ tenantId: string; slug: string }[]> {
    return orAway(() =>
      rows(this.database, z.object({ tenantId: z.uuid(), slug: z.string() }), `select tenant_id as "tenantId", slug from all_tenants()`),
    );
  }

  async tenantNamed(slug: string): Promise<string | undefined> {
    const found = await orAway(() =>
      firstRow(this.database, z.object({ id: z.uuid().nullable() }), 'select tenant_named($1) as id', [slug]),
    );
    return found?.id ?? undefined;
  }

  /** Makes the coming months' partitions; cheap when they are there. */
  async makeMonthPartitions(): Promise<void> {
    await this.database.query('select make_month_partitions()');
  }

  /** Lets the planner know how much there is by now. After much came in; a moment's work, however large the tables are. */
  async refreshStatistics(): Promise<void> {
    await orAway(() => this.database.query('select refresh_statistics()'));
  }

  /** Opens a session for locks that last longer than a transaction, and end with their process. */
  holdLocks(): Promise<HeldLocks> {
    const { options } = this.database;
    if (options.type !== 'postgres' || options.url === undefined) throw new Error('the database is opened by its URL');
    const { url } = options;
    return orAway(async () => {
      const locks = await holdLocks(url);
      return { ...locks, take: (name) => orAway(() => locks.take(name)) };
    });
  }

  /** Tells every process that listens on this database; what it carries is not kept. */
  async notify(payload: string): Promise<void> {
    await this.database.query('select pg_notify($1, $2)', [NUDGES, payload]);
  }
}
