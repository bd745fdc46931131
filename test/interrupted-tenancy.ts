import { z } from 'zod';
import { count, firstRow, type Tx } from '../src/database/rows.js';
import type { HeldLocks } from '../src/database/held-locks.js';
import { Tenancy } from '../src/database/tenancy.js';
import type { Actor } from '../src/database/actor.js';

export class Interrupted extends Error {}

/** Lets everything pass but the transaction that writes an audit row of the event: that one is done to its end, and then undone. */
export class InterruptedTenancy extends Tenancy {
  constructor(
    private readonly inner: Tenancy,
    private readonly event: string,
  ) {
    super(undefined as never); // its own database is never asked
  }

  override holdLocks(): Promise<HeldLocks> {
    return this.inner.holdLocks();
  }

  override inTenant<Result>(
    tenantId: string,
    actor: Actor,
    work: (tx: Tx) => Promise<Result>,
    options?: { readonly oneState?: boolean },
  ): Promise<Result> {
    const interrupted = async (tx: Tx) => {
      const done = await work(tx);
      const written = await firstRow(
        tx,
        z.object({ n: count }),
        'select count(*) as n from audit_entry where event = $1 and trace_id = $2',
        [this.event, actor.traceId],
      );
      if ((written?.n ?? 0) > 0) throw new Interrupted(`interrupted ${this.event}`);
      return done;
    };
    return this.inner.inTenant(tenantId, actor, interrupted, options);
  }
}
