import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { updateEmployee } from '../connectors/bamboohr/operations/update-employee.js';
import type { AnyOperation } from '../connectors/kit/connector.js';
import type { Envelope } from '../src/files/envelope.js';
import { Delivery } from '../src/outbox/deliver.js';
import { type PlannedChange, planMessage } from '../src/outbox/plan-message.js';
import { Preview, type SeenMessage } from '../src/outbox/preview.js';
import { outboxStates } from '../src/outbox/states.js';
import { Reconciliation } from '../src/reconciliation/reconciliation.js';
import { InProcessQueue } from '../src/queue/in-process-queue.js';
import { createLog } from '../src/log/log.js';
import { openCase } from '../src/review/open-case.js';
import { aReviewService } from './a-review-service.js';
import { aTenant, anActor, type TestDatabase } from './database.js';
import { ScriptedSource } from './scripted-source.js';
import { StillNewest } from '../src/outbox/still-newest.js';

const stateRow = z.object({
  id: z.uuid(),
  state: z.enum(outboxStates),
  reason: z.instanceof(Buffer).nullable(),
  attempts: z.number().int(),
  approvedBy: z.string().nullable(),
});

/** A source that holds one field per employee and does with a write what the test says. */
export class Held {
  readonly rating = new Map<string, string>();
  /** Every write that reached it, in order. */
  readonly applied: string[] = [];
  onPresent: (employeeId: string) => Promise<void> = async () => undefined;
  onApply: (employeeId: string, apply: () => void) => Promise<void> = async (_employeeId, apply) => apply();
  find: AnyOperation<unknown>['find'] | undefined;
  readBack: AnyOperation<unknown>['readBack'] | undefined;

  /** The next write fails, before or after it has landed; the ones after it do not. */
  failOnce(failure: Error, when: 'before' | 'after' = 'before'): void {
    this.onApply = async (_employeeId, apply) => {
      this.onApply = async (_again, applyAgain) => applyAgain();
      if (when === 'after') apply();
      throw failure;
    };
  }

  operation(fields: Partial<AnyOperation<unknown>> = {}): AnyOperation<unknown> {
    const held = ({ employeeId }: Change) => ({ rating: this.rating.get(employeeId) ?? null });
    return {
      ...updateEmployee,
      lagMs: () => 0,
      present: async (_connection: unknown, change: Change) => {
        await this.onPresent(change.employeeId);
        return held(change);
      },
      apply: async (_connection: unknown, { employeeId, fields: { rating } }: Change) => {
        await this.onApply(employeeId, () => {
          this.rating.set(employeeId, rating);
          this.applied.push(`${employeeId} ${rating}`);
        });
        return {};
      },
      find: async (connection: unknown, change: Change, key: string) =>
        this.find?.(connection as never, change, key) ??
        (this.rating.get(change.employeeId) === change.fields.rating ? { seen: 'found' } : { seen: 'absent' }),
      readBack: async (connection: unknown, change: Change, key: string, reference: string | undefined) =>
        this.readBack?.(connection as never, change, key, reference) ?? held(change),
      ...fields,
    };
  }
}
interface Change {
  readonly employeeId: string;
  readonly fields: { readonly rating: string };
}

/** A tenant with one connection, `hr`, and one decision from which writes follow. */
export async function aTenantWriting({ tenancy, owner }: TestDatabase, envelope: Envelope) {
  const tenantId = await aTenant(tenancy);
  const actor = anActor();
  const source = new ScriptedSource(tenancy, envelope);
  const connectionId = await source.connect(tenantId);
  const held = new Held();
  source.script = { streams: [], operations: [held.operation()] };
  const preview = new Preview(tenancy, source, envelope, new InProcessQueue(createLog('silent')), new StillNewest());
  const delivery = new Delivery(tenancy, source, envelope, createLog('silent'), new StillNewest());
  const review = aReviewService(tenancy, envelope);
  const { id: caseId } = await tenancy.inTenant(tenantId, actor, (tx) =>
    openCase(tx, tenantId, { kind: 'test.kind', subject: `test:${randomUUID()}` }),
  );
  const { decisionId } = await review.decide(tenantId, actor, caseId, {
    decision: 'approve',
    reasonCode: 'agreed',
    reason: 'as discussed',
  });

  /** Plans to set an employee's rating. A version may be planned only once. */
  const plan = (employeeId: string, rating: string, fields: Partial<PlannedChange> = {}) =>
    tenancy.inTenant(tenantId, actor, (tx) =>
      planMessage(tx, tenantId, envelope, {
        connectionId,
        operation: 'employee.update',
        entity: `employee:${employeeId}`,
        naturalKey: `rating ${employeeId} ${randomUUID()}`,
        change: { employeeId, fields: { rating } },
        decisionId,
        version: randomUUID(),
        ...fields,
      }),
    );
  /** As each of them is now, whoever looked. */
  const approve = async (ids: readonly string[]) => {
    const { rows } = await owner.query<SeenMessage>(
      `select id, coalesce(encode(base_hash, 'hex'), '') as "baseHash", encode(intent_hash, 'hex') as "intentHash" from outbox_message where id = any ($1)`,
      [ids],
    );
    await preview.approve(tenantId, actor, rows);
  };
  const approved = async (...planning: Parameters<typeof plan>) => {
    const id = await plan(...planning);
    await preview.look(tenantId, actor, id);
    await approve([id]);
    return id;
  };
  const messages = async () =>
    z
      .array(stateRow)
      .parse(
        (
          await owner.query(
            'select id, state, reason, attempts, approved_by as "approvedBy" from outbox_message where tenant_id = $1 order by seq',
            [tenantId],
          )
        ).rows,
      )
      .map(({ reason, ...message }) => ({ ...message, reason: reason && z.string().parse(envelope.open(tenantId, reason)) }));
  return {
    tenantId,
    actor,
    connectionId,
    source,
    held,
    preview,
    plan,
    approve,
    lookAt: (id: string) => preview.look(tenantId, actor, id),
    /** Plans, looks and approves. */
    approved,
    deliver: (signal?: AbortSignal) => delivery.deliverDue(tenantId, actor, signal),
    nextDue: () => delivery.nextDue(tenantId, actor),
    messages,
    states: async () => (await messages()).map(({ state }) => state),
    /** What a clock would do in a minute. */
    letLeasesRunOut: () =>
      owner.query(`update outbox_message set lease_until = now() - interval '1 second' where tenant_id = $1 and lease_until is not null`, [
        tenantId,
      ]),
    setMessages: (sql: string) => owner.query(`update outbox_message set ${sql} where tenant_id = $1`, [tenantId]),
    steps: async () =>
      (
        await owner.query<{ step: string; outcome: string }>('select step, outcome from delivery where tenant_id = $1 order by at', [
          tenantId,
        ])
      ).rows.map(({ step, outcome }) => `${step} ${outcome}`),
    reconcile: () => new Reconciliation(tenancy, source, envelope).run(tenantId, actor),
    owner,
    tenancy,
  };
}
