import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import type { AnyOperation, Fields, OpenConnection } from '../../connectors/kit/connector.js';
import { notShown } from '../../connectors/kit/differences.js';
import { FatalError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import { Queue } from '../queue/queue.js';
import { ABOUT } from './about.js';
import { recordApprovals } from './approval-limit.js';
import { GONE, GROUND_GONE, GROUND_GONE_SINCE_SEEN, HOLD_GROUND, LANDED_BEFORE, sayBeside } from './ground.js';
import { type Message, messageColumns, messageRow, noMessage, notPlanned } from './message.js';
import { operationNamed } from './operation-of.js';
import { outboxStates } from './states.js';
import { OUTRUN, StillNewest } from './still-newest.js';

/** One field as it is at the source, and as it would become. */
export const fieldDifference = z.object({ field: z.string(), now: z.unknown(), then: z.unknown() });
export type FieldDifference = z.infer<typeof fieldDifference>;

export const keyedHash = z.string().regex(/^[0-9a-f]{32}$/, '32 digits, as the preview gave them');

/** What somebody saw of a message: the source as it was, and what would be written. An approval holds for nothing else. */
export const seenMessage = z.object({ id: z.uuid(), baseHash: keyedHash, intentHash: keyedHash });
export type SeenMessage = z.infer<typeof seenMessage>;

export interface Looked extends SeenMessage {
  readonly connection: string;
  readonly operation: string;
  readonly entity: string;
  /** Whom it is about, by name; null where it is about nobody. */
  readonly about: string | null;
  /** What somebody has to know before they approve: that it is there already, or may be. */
  readonly note: string | null;
  readonly differences: readonly FieldDifference[];
}

const storedHashes = z.object({ id: z.uuid(), baseHash: z.string().nullable(), intentHash: z.string() });

/** Looking before writing: what the source holds, what would change, and the second act of approving it. */
@Injectable()
export class Preview {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
    private readonly queue: Queue,
    private readonly stillNewest: StillNewest,
  ) {}

  /**
   * Reads what the source holds now and keeps it as the base the change was judged on.
   * @throws NotFoundException when the tenant has no such message.
   * @throws ConflictException when it is not planned, or no longer when the source has answered.
   * @throws FatalError when the source will not show it.
   */
  async look(tenantId: string, actor: Actor, messageId: string): Promise<Looked> {
    const message = await this.tenancy.inTenant(tenantId, actor, (tx) => plannedMessage(tx, messageId));
    const isOutrun = (tx: Tx) => this.stillNewest.withdrawOutrun(tx, tenantId, (value) => this.envelope.seal(tenantId, value), messageId);
    if (await this.tenancy.inTenant(tenantId, actor, isOutrun))
      throw new ConflictException(`message ${messageId} was withdrawn: ${OUTRUN}`);
    const opened = await this.connections.open(tenantId, actor, message.connectionId, new AbortController().signal);
    const operation = operationNamed(opened.spec, message.operation);
    const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
    const { base, note } = await before(opened.connection, operation, change, message);
    const makesRecord = operation.repeat === 'read-back-first';
    const looked = await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { groundGone, told } = await toBeTold(tx, messageId, makesRecord);
      const mind = [...told, ...(note === null ? [] : [note])].join('. ') || null;
      const seen = await firstRow(
        tx,
        storedHashes.extend({ baseHash: z.string(), operation: z.string(), entity: z.string(), about: z.string().nullable() }),
        `update outbox_message m set base = $2, base_hash = $3, previewed_at = clock_timestamp(), reason = $4, ground_told = $5 where id = $1 and state = 'planned'
         returning id, encode(base_hash, 'hex') as "baseHash", encode(intent_hash, 'hex') as "intentHash", operation, entity, ${ABOUT} as about`,
        [
          messageId,
          this.envelope.seal(tenantId, base),
          this.envelope.changeHash(mind === null ? base : { base, mind }), // who was not told has not seen this
          mind === null ? null : this.envelope.seal(tenantId, mind), // beside the message for everybody else who approves it
          groundGone,
        ],
      );
      if (seen === undefined) {
        await plannedMessage(tx, messageId); // says what it has become
        throw new ConflictException(`message ${messageId} was moved while its source was looked at; look again`);
      }
      await recordAudit(tx, { event: 'message.previewed', subject: `message:${messageId}`, details: { base: seen.baseHash } });
      return { ...seen, connection: opened.name, note: mind };
    });
    const wanted = operation.expected(change, message.idempotencyKey);
    return { ...looked, differences: Object.entries(wanted).map(([field, then]) => ({ field, now: base[field] ?? null, then })) };
  }

  /**
   * Approves messages as somebody has seen them. Approval ends by itself after the hours the policy gives it.
   * @throws ConflictException when one was not previewed, is not as it was seen, rests on what holds no more since then, or when there are more than the policy allows within 24 hours.
   */
  async approve(tenantId: string, actor: Actor, shown: readonly SeenMessage[]): Promise<readonly string[]> {
    const seen = [...new Map(shown.map((one) => [`${one.id} ${one.baseHash} ${one.intentHash}`, one])).values()];
    const approvedIds = await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { outbox } = await currentPolicy(tx);
      await recordApprovals(
        tx,
        seen.map(({ id }) => id),
        outbox.approvalsPerDay,
      );
      const approved = await rows(
        tx,
        seenMessage,
        `update outbox_message m set state = 'approved', approved_by = $4, approval_expires_at = clock_timestamp() + make_interval(secs => $5), reason = null
         from unnest($1::uuid[], $2::text[], $3::text[]) as seen (id, base, intent)
         where m.id = seen.id and m.state = 'planned' and m.previewed_at is not null
           and encode(m.base_hash, 'hex') = seen.base and encode(m.intent_hash, 'hex') = seen.intent
           and not ${GROUND_GONE_SINCE_SEEN} returning m.id, seen.base as "baseHash", seen.intent as "intentHash"`,
        [
          seen.map(({ id }) => id),
          seen.map(({ baseHash }) => baseHash),
          seen.map(({ intentHash }) => intentHash),
          `${actor.kind}:${actor.id}`,
          outbox.approvalHours * 3600,
        ],
      );
      const done = new Set(approved.map(({ id }) => id));
      const asked = new Set(seen.map(({ id }) => id));
      const left = asked.difference(done);
      if (left.size > 0) throw await refusal(tx, [...left], asked.size);
      for (const { id, baseHash, intentHash } of approved)
        // each once, however often it was named
        await recordAudit(tx, { event: 'message.approved', subject: `message:${id}`, details: { base: baseHash, intent: intentHash } });
      return approved.map(({ id }) => id);
    });
    await this.queue.nudge(tenantId, 'outbox');
    return approvedIds;
  }
}

/** What the ledger knows that somebody has to know before they approve a message. */
async function toBeTold(tx: Tx, messageId: string, makesRecord: boolean): Promise<{ groundGone: boolean; told: string[] }> {
  await tx.query(HOLD_GROUND, [messageId]);
  const known = await firstRow(
    tx,
    z.object({ groundGone: z.boolean(), beside: z.uuid().nullable() }),
    `select ${GROUND_GONE} as "groundGone", ${LANDED_BEFORE} as beside from outbox_message m where id = $1`,
    [messageId],
  );
  const beside = makesRecord ? (known?.beside ?? null) : null;
  const groundGone = known?.groundGone === true;
  return { groundGone, told: [...(groundGone ? [GONE] : []), ...(beside === null ? [] : [sayBeside(beside)])] };
}

/**
 * What the source holds before the write. What makes a record is looked for first:
 * one that is there already is shown as it is, as an approval will only have it compared.
 */
async function before(
  connection: OpenConnection<unknown>,
  operation: AnyOperation<unknown>,
  change: unknown,
  { idempotencyKey, reference }: Pick<Message, 'idempotencyKey' | 'reference'>,
): Promise<{ readonly base: Fields; readonly note: string | null }> {
  if (operation.repeat !== 'read-back-first') return { base: await shown(connection, operation, change, idempotencyKey), note: null };
  const found = await operation.find(connection, change, idempotencyKey);
  if (found.seen !== 'found')
    return { base: await operation.present(connection, change), note: found.seen === 'absent' ? null : MAYBE_THERE };
  const known = found.reference ?? reference ?? undefined;
  const held = await operation.readBack(connection, change, idempotencyKey, known);
  return { base: held ?? {}, note: THERE };
}

/** @throws FatalError where the source leaves a field out: nobody could see what they would overwrite. */
async function shown(connection: OpenConnection<unknown>, operation: AnyOperation<unknown>, change: unknown, key: string): Promise<Fields> {
  const base = await operation.present(connection, change);
  const hidden = notShown(operation.expected(change, key), base);
  if (hidden.length === 0) return base;
  throw new FatalError(
    `the source does not show ${hidden.join(', ')} to the user of this connection's key: what would be overwritten cannot be seen; give the user the right to see it`,
    { fields: hidden.length },
  );
}

const THERE =
  'it is there already, and is not made again: approved, it is compared with what is there. Mend the record at the source first, or cancel this and leave it as it is there';
const MAYBE_THERE = 'whether it is there already the source cannot tell; if it was sent before, it is not sent again until that is settled';

async function plannedMessage(tx: Tx, id: string) {
  const found = await firstRow(tx, messageRow, `select ${messageColumns} from outbox_message where id = $1`, [id]);
  if (found === undefined) throw new NotFoundException(noMessage(id));
  if (found.state !== 'planned') throw new ConflictException(notPlanned(id, found.state));
  return found;
}

const leftRow = z.object({ id: z.uuid(), state: z.enum(outboxStates), isSeen: z.boolean(), groundGone: z.boolean() });

/** Why messages were not approved: they are no longer as they were seen, or may not be approved at all. */
async function refusal(tx: Tx, left: readonly string[], asked: number): Promise<ConflictException> {
  const found = await rows(
    tx,
    leftRow,
    `select id, state, previewed_at is not null as "isSeen", ${GROUND_GONE_SINCE_SEEN} as "groundGone"
     from outbox_message m where id = any ($1::uuid[]) order by seq`,
    [left],
  );
  const beyond = found.filter(({ state }) => state !== 'planned');
  if (beyond.length > 0 || found.length < left.length) {
    const states = [...Map.groupBy(beyond, ({ state }) => state)].map(([state, some]) => `${some.length} ${state}`);
    const absent = found.length < left.length ? [`${left.length - found.length} not there`] : [];
    return new ConflictException(
      `${beyond.length + left.length - found.length} of ${asked} messages do not wait for approval (${[...states, ...absent].join(', ')}); none was approved. See what does, and leave the others out: ${typed('outbox list --state planned')}`,
    );
  }
  const unseen = found.find(({ isSeen }) => !isSeen);
  if (unseen !== undefined)
    return new ConflictException(
      `${found.filter(({ isSeen }) => !isSeen).length} of ${asked} messages were not previewed; none was approved. Look at them first: ${typed(`outbox preview ${unseen.id}`)}`,
    );
  const since = found.some(({ groundGone }) => groundGone)
    ? 'rest on what changed or was found anew since you saw them'
    : 'were looked at again since you saw them';
  return new ConflictException(
    `${found.length} of ${asked} messages ${since}, and are not as you saw them; none was approved. See them as they are, then approve that: ${typed(`outbox preview ${found[0]?.id ?? ''}`)}`,
  );
}
