import { z } from 'zod';
import { typed } from '../config/typed.js';
import { bytes, rows, type Tx } from '../database/rows.js';
import { outboxStates, type OutboxState } from './states.js';

export const messageRow = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  operation: z.string(),
  entity: z.string(),
  idempotencyKey: z.string(),
  change: bytes,
  base: bytes.nullable(),
  state: z.enum(outboxStates),
  fence: z.coerce.number(),
  attempts: z.number().int(),
  /** How often in a row its connection could not be opened. */
  failedOpenings: z.number().int(),
  reference: z.string().nullable(),
});
/** A change somebody decided on, on its way to a source and back. */
export type Message = z.infer<typeof messageRow>;

export const messageColumns = `id, connection_id as "connectionId", operation, entity, idempotency_key as "idempotencyKey", change, base, state, fence, attempts, failed_openings as "failedOpenings", reference`;

/** Said where somebody asks for a message there is not. */
export const noMessage = (id: string): string => `there is no message ${id}; see them with: ${typed('outbox list')}`;

/** Said where somebody would look at a message in order to approve it, and it waits for no approval: what it waits for instead. */
export const notPlanned = (id: string, state: OutboxState): string =>
  `message ${id} is ${state}, not planned; ${insteadOfLooking(id, state)}`;

function insteadOfLooking(id: string, state: OutboxState): string {
  switch (state) {
    case 'conflict':
    case 'rejected':
    case 'cancelled':
      return `plan it again first: ${typed(`outbox plan-again ${id} --reason WHY`)}`;
    case 'parked':
      return `settle it: ${typed(`outbox send-again ${id} --reason WHY`)}, or cancel it`;
    case 'verified':
    case 'superseded':
      return 'it is at its end, and there is nothing to approve';
    default:
      return `it was approved and goes its way: ${typed('outbox deliver')}`;
  }
}

/** What changes with a message's state. */
export interface Becoming {
  readonly state: OutboxState;
  /** A state that lies between, on the only legal road; it is passed in the same transaction. */
  readonly through?: OutboxState;
  readonly reason?: string;
  readonly reference?: string;
  /** For `unknown`: when the source may be asked again. */
  readonly lookAgainInMs?: number;
}

/** Seals for the tenant whose message it is. */
export type Seal = (value: unknown) => Buffer;

/** A reason as it is kept: it may be the source's words, or a person's. */
export const sealedReason = (seal: Seal, reason: string | undefined): Buffer | null => (reason === undefined ? null : seal(reason));

const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;
/** A wait as the database takes it, whatever a source asked for. */
const wholeMs = (ms: number): number => Math.min(LONGEST_WAIT_MS, Math.max(0, Math.ceil(ms)));

/**
 * Moves a message on, if it is still where its holder saw it and nobody has claimed it since.
 * @returns false when somebody else was first: then nothing is written, and what they did stands.
 */
export async function become(
  tx: Tx,
  seal: Seal,
  message: Pick<Message, 'id' | 'state' | 'fence'>,
  { state, through, reason, reference, lookAgainInMs }: Becoming,
): Promise<boolean> {
  if (through !== undefined && !(await become(tx, seal, message, { state: through }))) return false;
  const moved = await rows(
    tx,
    z.object({ id: z.uuid() }),
    `update outbox_message set state = $4, reason = $5, reference = coalesce($6, reference), lease_until = null, failed_openings = 0,
       look_again_at = case when $7::bigint is null then null else clock_timestamp() + $7::bigint * interval '1 millisecond' end,
       approved_by = case when $4 = 'planned' then null else approved_by end
     where id = $1 and state = $2 and fence = $3 returning id`,
    [
      message.id,
      through ?? message.state,
      message.fence,
      state,
      sealedReason(seal, reason),
      reference ?? null,
      lookAgainInMs === undefined ? null : wholeMs(lookAgainInMs),
    ],
  );
  return moved.length > 0;
}
