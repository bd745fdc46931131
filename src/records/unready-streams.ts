import { z } from 'zod';
import type { KindName } from '../../mappings/canonical/kinds.js';
import { AskedWronglyError, FatalError } from '../../connectors/kit/errors.js';
import { streamsMaking } from '../../mappings/index.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { rows, type Tx } from '../database/rows.js';
import { currentPolicy } from '../policy/policy.js';

const unready = z.object({
  connection: z.string(),
  stream: z.string(),
  state: z.enum(['never', 'running', 'failed', 'suspect', 'unmapped']),
});
export type UnreadyStream = z.infer<typeof unready>;

const WHY: Readonly<Record<UnreadyStream['state'], string>> = {
  never: 'was never read',
  running: 'is being read, or the process that read it ended',
  failed: 'was not read to its end',
  suspect: 'is suspect, and not believed until somebody looks',
  unmapped: 'was read, and not all of it was made into records',
};

/** What is looked at by a pipeline. */
export interface LookedAt {
  readonly kinds: readonly KindName[];
  readonly cycleId: string;
  /** Whether only the connections count that brought something of the cycle. */
  readonly onlyOfCycle?: boolean;
  /** Connections whose last word counts all the same, because somebody says so. */
  readonly despite: readonly string[];
}

/**
 * The streams that make these kinds and are not there as a whole. Who went on without them would take what is missing for
 * something that never was.
 */
export async function unreadyStreams(tx: Tx, lookedAt: Omit<LookedAt, 'despite'>): Promise<UnreadyStream[]> {
  return (await unreadyOrUnread(tx, lookedAt)).filter(({ isOnlyWrittenTo }) => !isOnlyWrittenTo);
}

/**
 * The same, and those of connections that are only written to: the policy names them as a target, or something was planned for them, and nobody
 * ever began to read them. They hold nothing up, as nobody meant to bring anything over them; who goes on is told.
 */
async function unreadyOrUnread(
  tx: Tx,
  { kinds, cycleId, onlyOfCycle = false }: Omit<LookedAt, 'despite'>,
): Promise<(UnreadyStream & { isOnlyWrittenTo: boolean })[]> {
  const making = streamsMaking(kinds);
  const targets = Object.values((await currentPolicy(tx)).targets).map(({ connection }) => connection);
  return rows(
    tx,
    unready.extend({ isOnlyWrittenTo: z.boolean() }),
    `select connection, stream, state, "isOnlyWrittenTo" from (
       select c.name as connection, s.stream,
         not exists (select from sync_run begun where begun.connection_id = c.id)
           and (c.name = any ($4) or exists (select from outbox_message m where m.connection_id = c.id)) as "isOnlyWrittenTo",
         case when last.state is null then 'never'
           when last.state <> 'ok' then last.state
           when exists (select from raw_record r join stream_run read on read.run_id = r.run_id and read.stream = r.stream and read.believed
             where r.connection_id = c.id and r.stream = s.stream and r.mapped_hash is distinct from r.hash) then 'unmapped'
         end as state
       from connection c
         join (select c.id, w.stream from connection c join unnest($1::text[], $2::text[]) as w(connector, stream) using (connector)
               union select connection_id, stream from stream_state where $3::uuid is not null) s on s.id = c.id
         left join lateral (select one.state from stream_run one join sync_run run on run.id = one.run_id
           where run.connection_id = c.id and one.stream = s.stream order by run.started_at desc, one.started_at desc limit 1) last on true
       where ($3::uuid is null or exists (select from record of_cycle where of_cycle.connection_id = c.id and of_cycle.cycle_id = $3))) as judged
     where state is not null order by connection, stream`,
    [making.map(({ connector }) => connector), making.map(({ stream }) => stream), onlyOfCycle ? cycleId : null, targets],
  );
}

/**
 * @returns the connections that could bring what is looked at, and are only written to.
 * @throws FatalError where a stream is not there as a whole, naming each, why, and what to do;
 *   AskedWronglyError where `despite` names no connection.
 */
export async function refuseUnready(tx: Tx, what: string, command: string, lookedAt: LookedAt): Promise<string[]> {
  await refuseStrangers(tx, lookedAt.despite);
  const { unread = [], all = [] } = Object.groupBy(await unreadyOrUnread(tx, lookedAt), ({ isOnlyWrittenTo }) =>
    isOnlyWrittenTo ? 'unread' : 'all',
  );
  const waiting = all.filter(({ connection }) => !lookedAt.despite.includes(connection));
  if (waiting.length > 0) throw new FatalError(inWords(what, command, waiting), { streams: waiting.length });
  if (all.length > 0) {
    const details = { for: command, streams: all.map(({ connection, stream, state }) => `${connection} ${stream} ${state}`).join(', ') };
    await recordAudit(tx, { event: 'streams.disregarded', subject: `cycle:${lookedAt.cycleId}`, details });
  }
  return [...new Set(unread.map(({ connection }) => connection))];
}

function inWords(what: string, command: string, waiting: readonly UnreadyStream[]): string {
  const named = waiting.map(({ connection, stream, state }) => `${connection} ${stream} ${WHY[state]}`);
  const connections = [...new Set(waiting.map(({ connection }) => connection))];
  return (
    `${what} waits, and nothing was changed: ${named.join('; ')}. Read it again (${connections.map((name) => typed(`sync ${name}`)).join(', ')}), ` +
    `and settle what is suspect (${typed('streams list')}). To go by what was last read all the same: ${typed(`${command} --despite ${connections.join(',')}`)}`
  );
}

async function refuseStrangers(tx: Tx, named: readonly string[]): Promise<void> {
  if (named.length === 0) return;
  const known = await rows(tx, z.object({ name: z.string() }), 'select name from connection order by name');
  const strangers = named.filter((one) => !known.some(({ name }) => name === one));
  if (strangers.length > 0)
    throw new AskedWronglyError(
      `there is no connection ${strangers.join(', ')}; there is: ${known.map(({ name }) => name).join(', ') || 'none yet'}`,
    );
}
