import { z } from 'zod';
import { bytes, rows, type Tx } from '../database/rows.js';
import { currentPolicy } from '../policy/policy.js';
import { APPROVED_LATELY } from './approval-limit.js';
import { FIRST_BEFORE, HAS_TO_WAIT } from './order.js';
import { TAKEN_UP } from './plan-anew.js';
import { outboxStates, type OutboxState } from './states.js';

/**
 * Why a message has not come to its end:
 * - `approval`: nobody has approved it;
 * - `limit`: nobody has approved it, and nobody can for now: as much was approved over its connection as the policy allows;
 * - `stopped`: writing over its connection is stopped;
 * - `order`: another change of the same record comes first;
 * - `time`: its source, or the worker that had it, is given time; it is taken up again then;
 * - `turn`: nothing keeps it; whoever delivers next takes it;
 * - `person`: it came to no end by itself.
 */
export const waitingFor = ['approval', 'limit', 'stopped', 'order', 'time', 'turn', 'person'] as const;

const waitingRow = z.object({
  state: z.enum(outboxStates),
  connection: z.string(),
  why: z.enum(waitingFor),
  reason: bytes.nullable(),
  behind: z.enum(outboxStates).nullable(),
  until: z.date().nullable(),
});

/** Messages that wait for one and the same. */
export interface Waiting {
  readonly why: (typeof waitingFor)[number];
  readonly state: OutboxState;
  readonly connection: string;
  /** What was said when it came to this; null where nothing was. */
  readonly reason: string | null;
  /** For `order`: the state of the message that comes first. */
  readonly behind: OutboxState | null;
  readonly count: number;
  /** For `time`: when the first of them is taken up again. For `limit`: when there is room again. */
  readonly until: Date | null;
}

/** Everything that has not come to its end, by what it waits for. @param opened opens a sealed reason. */
export async function whatWaits(tx: Tx, opened: (reason: Buffer) => string): Promise<Waiting[]> {
  const { outbox } = await currentPolicy(tx);
  const found = await rows(
    tx,
    waitingRow,
    `select state, connection, case when why in ('time', 'person') then reason end as reason,
       case when why = 'order' then behind end as behind, case why when 'time' then until when 'limit' then ends_at end as until, why
     from (select m.seq, m.state, c.name as connection, m.reason, ${FIRST_BEFORE} as behind, due.until, lately.ends_at,
         case
           when m.state = 'planned' and lately.approvals >= $1 then 'limit'
           when m.state = 'planned' then 'approval'
           when m.state in ('conflict', 'parked', 'rejected') then 'person'
           when m.state = 'approved' and c.writes <> 'on' then 'stopped'
           when m.state = 'approved' and ${HAS_TO_WAIT} then 'order'
           when due.until > clock_timestamp() then 'time'
           else 'turn' end as why
       from outbox_message m join connection c on c.id = m.connection_id
         cross join lateral (select greatest(m.lease_until, case when m.state = 'unknown' then m.look_again_at end) as until) as due
         left join (${APPROVED_LATELY}) as lately on lately.connection_id = m.connection_id
       where m.state not in ('verified', 'superseded', 'cancelled') and not (m.state = 'rejected' and ${TAKEN_UP})) as waiting
     order by seq`,
    [outbox.approvalsPerDay],
  );
  const said = found.map(({ reason, ...one }) => ({ ...one, reason: reason === null ? null : opened(reason) }));
  const alike = Map.groupBy(said, ({ until: _until, ...same }) => JSON.stringify(same));
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const until = some.map((one) => one.until).filter((one) => one !== null);
    return [{ ...first, count: some.length, until: until.length === 0 ? null : new Date(Math.min(...until.map(Number))) }];
  });
}
