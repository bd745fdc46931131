import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { recordAudit } from '../audit/audit.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { rows } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { Queue } from '../queue/queue.js';
import { messageColumns, messageRow } from './message.js';
import { operationNamed } from './operation-of.js';

/** One field as it is at the source, and as it would become. */
export const fieldDifference = z.object({ field: z.string(), now: z.unknown(), then: z.unknown() });
export type FieldDifference = z.infer<typeof fieldDifference>;

/** Looking before writing: what the source holds, what would change, and the second act of approving it. */
@Injectable()
export class Preview {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
    private readonly queue: Queue,
  ) {}

  /**
   * Reads what the source holds now and keeps it as the base the change was judged on.
   * @throws NotFoundException when the tenant has no such message.
   * @throws ConflictException when it is no longer planned.
   * @throws FatalError when the source will not show it.
   */
  async look(tenantId: string, actor: Actor, messageId: string): Promise<FieldDifference[]> {
    const message = await this.#message(tenantId, actor, messageId, 'planned');
    const opened = await this.connections.open(tenantId, actor, message.connectionId, new AbortController().signal);
    const operation = operationNamed(opened.spec, message.operation);
    const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
    const base = await operation.present(opened.connection, change);
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await tx.query(`update outbox_message set base = $2, previewed_at = clock_timestamp() where id = $1 and state = 'planned'`, [
        messageId,
        this.envelope.seal(tenantId, base),
      ]);
      await recordAudit(tx, { event: 'message.previewed', subject: `message:${messageId}` });
    });
    const wanted = operation.expected(change, message.idempotencyKey);
    return Object.entries(wanted).map(([field, then]) => ({ field, now: base[field] ?? null, then }));
  }

  /**
   * Approves messages that somebody has looked at. Approval ends by itself after the hours the policy gives it.
   * @throws ConflictException when one was not previewed, or when there are more than one run may write.
   */
  async approve(tenantId: string, actor: Actor, messageIds: readonly string[]): Promise<void> {
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { outbox } = await currentPolicy(tx);
      if (messageIds.length > outbox.writesPerRun) {
        throw new ConflictException(
          `${messageIds.length} writes in one go are more than the ${outbox.writesPerRun} the policy allows; approve fewer, or have the policy changed`,
        );
      }
      const approved = await rows(
        tx,
        z.object({ id: z.uuid() }),
        `update outbox_message set state = 'approved', approved_by = $2, approval_expires_at = clock_timestamp() + make_interval(secs => $3), reason = null
         where id = any ($1::uuid[]) and state = 'planned' and previewed_at is not null returning id`,
        [messageIds, `${actor.kind}:${actor.id}`, outbox.approvalHours * 3600],
      );
      const done = new Set(approved.map(({ id }) => id));
      const left = messageIds.filter((id) => !done.has(id));
      if (left.length > 0)
        throw new ConflictException(
          `${left.length} of ${messageIds.length} messages were not planned and previewed; look at them first: plumbline outbox preview ${left[0] ?? ''}`,
        );
      for (const id of messageIds) await recordAudit(tx, { event: 'message.approved', subject: `message:${id}` });
    });
    await this.queue.nudge(tenantId, 'outbox');
  }

  async #message(tenantId: string, actor: Actor, id: string, state: string) {
    const [found] = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(tx, messageRow, `select ${messageColumns} from outbox_message where id = $1`, [id]),
    );
    if (found === undefined) throw new NotFoundException(`there is no message ${id}`);
    if (found.state !== state) throw new ConflictException(`message ${id} is ${found.state}, not ${state}`);
    return found;
  }
}
