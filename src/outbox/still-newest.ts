import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { ChangeKind } from '../../mappings/canonical/changes.js';
import { writeMappingOf } from '../../mappings/writes.js';
import { recordAudit } from '../audit/audit.js';
import { firstRow, type Tx } from '../database/rows.js';
import type { Seal } from './message.js';

/** Says of a finding that was decided on whether nothing newer has come of what it is about. */
export type IsNewest = (tx: Tx, tenantId: string, findingId: string) => Promise<boolean>;

interface Registered {
  readonly kind: ChangeKind;
  readonly isNewest: IsNewest;
}

export const OUTRUN =
  'a newer one has come from its source since this was decided, and this is not to be written over what that says: nothing of it was sent';

/** Looks once more, before something is written that is true of the newest alone. Features register how; the outbox knows none of them. */
@Injectable()
export class StillNewest {
  readonly #byCaseKind = new Map<string, Registered>();

  register(caseKind: string, kind: ChangeKind, isNewest: IsNewest): void {
    if (this.#byCaseKind.has(caseKind)) throw new Error(`two features say what is newest of cases of kind ${caseKind}`);
    this.#byCaseKind.set(caseKind, { kind, isNewest });
  }

  /** Withdraws a message that has not left and says what is not so any more. @returns whether it did. */
  async withdrawOutrun(tx: Tx, tenantId: string, seal: Seal, messageId: string): Promise<boolean> {
    if (!(await this.isOutrun(tx, tenantId, messageId))) return false;
    const withdrawn = await firstRow(
      tx,
      z.object({ id: z.uuid() }),
      `update outbox_message set state = 'superseded', reason = $2, fence = fence + 1, lease_until = null, look_again_at = null
       where id = $1 and state in ('planned', 'approved') returning id`,
      [messageId, seal(OUTRUN)],
    );
    if (withdrawn === undefined) return false;
    await recordAudit(tx, { event: 'message.superseded', subject: `message:${messageId}`, details: { by: 'newer record' } });
    return true;
  }

  async isOutrun(tx: Tx, tenantId: string, messageId: string): Promise<boolean> {
    const message = await firstRow(
      tx,
      z.object({ connector: z.string(), operation: z.string(), caseKind: z.string(), findingId: z.uuid().nullable() }),
      `select co.connector, m.operation, c.kind as "caseKind", c.finding_id as "findingId"
       from outbox_message m join connection co on co.id = m.connection_id join decision d on d.id = m.decision_id join review_case c on c.id = d.case_id
       where m.id = $1`,
      [messageId],
    );
    const registered = message && this.#byCaseKind.get(message.caseKind);
    if (registered === undefined || message?.findingId == null) return false;
    const isOfNewest = writeMappingOf(message.connector, registered.kind)?.onlyOfNewest?.includes(message.operation) === true;
    return isOfNewest && !(await registered.isNewest(tx, tenantId, message.findingId));
  }
}
