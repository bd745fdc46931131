import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import type { Actor } from '../database/actor.js';
import { rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { NO_RECORDS, onField, type Usual, usual } from './stream-health.js';

export const doubtedRun = z.object({
  runId: z.uuid(),
  connection: z.string(),
  stream: z.string(),
  /** What a person may accept: that a field comes no more or in fewer records, that nothing comes. */
  doubted: z.array(z.string()),
  notes: z.array(z.string()),
  endedAt: z.date(),
});
export type DoubtedRun = z.infer<typeof doubtedRun>;

const heldRow = doubtedRun.extend({
  connectionId: z.uuid(),
  seen: z.number().int(),
  fill: usual.shape.fill,
  usual: usual.nullable(),
  accepted: z.boolean(),
});

const JUDGED = `select s.run_id as "runId", c.id as "connectionId", c.name as connection, s.stream, s.doubted, s.notes, s.ended_at as "endedAt",
    s.seen, s.fill, state.usual, s.accepted_at is not null as accepted
  from stream_run s join sync_run r on r.id = s.run_id join connection c on c.id = r.connection_id
    join stream_state state on state.connection_id = c.id and state.stream = s.stream
  where s.state in ('ok', 'suspect')`;

/** Streams that look otherwise than they did: a person says whether that is meant. */
@Injectable()
export class Doubts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /** What waits: the last run of each stream, where it was doubted and nobody has accepted it. */
  list(tenantId: string, actor: Actor): Promise<DoubtedRun[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(
        tx,
        doubtedRun,
        `select "runId", connection, stream, doubted, notes, "endedAt"
         from (select distinct on (judged."connectionId", judged.stream) judged.* from (${JUDGED}) as judged
               order by judged."connectionId", judged.stream, judged."endedAt" desc) as last
         where doubted <> '{}' and not accepted order by connection, stream`,
      ),
    );
  }

  /**
   * What this run was doubted for is meant: from now on the stream looks like that, and the next read of everything that does is believed.
   * @returns what was accepted.
   * @throws AskedWronglyError when the run was not doubted for anything a person can accept, or a later one found something else.
   */
  accept(
    tenantId: string,
    actor: Actor,
    asked: { readonly connection: string; readonly stream: string; readonly runId: string },
    reason: string,
  ): Promise<readonly string[]> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const { shown, last } = await hold(tx, asked);
      await tx.query('update stream_state set usual = $3::jsonb where connection_id = $1 and stream = $2', [
        shown.connectionId,
        shown.stream,
        JSON.stringify(shown.doubted.reduce((known, doubted) => meant(known, doubted, shown), shown.usual ?? NOTHING)),
      ]);
      await tx.query(
        'update stream_run set accepted_at = now(), accepted_by = $3, accepted_why = $4 where run_id = any ($1::uuid[]) and stream = $2',
        [[shown.runId, last.runId], shown.stream, `${actor.kind}:${actor.id}`, this.envelope.seal(tenantId, reason)],
      );
      const details = { connection: shown.connection, stream: shown.stream, accepted: shown.doubted.join(', ') };
      await recordAudit(tx, { event: 'doubts.accepted', subject: `run:${shown.runId}`, details });
      return shown.doubted;
    });
  }
}

const NOTHING: Usual = { seen: 0, fill: {}, without: {} };

/** Holds the stream as a run does, so that nobody judges it meanwhile. */
async function hold(tx: Tx, { connection, stream, runId }: Parameters<Doubts['accept']>[2]) {
  const known = z.uuid().safeParse(runId).success;
  const judged = () =>
    rows(tx, heldRow, `${JUDGED} and c.name = $1 and s.stream = $2 and (s.run_id = $3 or s.ended_at >= (${ENDED})) order by s.ended_at`, [
      connection,
      stream,
      runId,
    ]);
  const asked = known ? (await judged()).find((run) => run.runId === runId) : undefined;
  if (asked !== undefined)
    await tx.query('select from stream_state where connection_id = $1 and stream = $2 for update', [asked.connectionId, stream]);
  const held = asked === undefined ? [] : await judged();
  const shown = held.find((run) => run.runId === runId);
  const last = held.at(-1);
  const whatWaits = `See what waits: ${typed('streams list')}`;
  if (shown === undefined || last === undefined || shown.doubted.length === 0)
    throw new AskedWronglyError(`no run ${runId} of ${connection} ${stream} has anything that can be accepted. ${whatWaits}`);
  if (shown.accepted) throw new AskedWronglyError(`that was accepted already; the next sync of ${connection} uses what it reads like that`);
  if (last.doubted.toSorted().join('\n') !== shown.doubted.toSorted().join('\n'))
    throw new AskedWronglyError(`a later run of ${connection} ${stream} found something else, and nothing was done. ${whatWaits}`);
  return { shown, last };
}

const ENDED = 'select shown.ended_at from stream_run shown where shown.run_id = $3 and shown.stream = $2';

/** What a stream is known to look like once this is meant; nothing else of it changes. */
function meant(known: Usual, doubted: string, { seen, fill }: Pick<Usual, 'seen' | 'fill'>): Usual {
  if (doubted === NO_RECORDS) return NOTHING;
  const accepted = Object.keys(known.fill).filter((field) => onField(field) === doubted);
  const share = (field: string) => (seen === 0 ? 0 : (fill[field] ?? 0) / seen);
  const now = Object.fromEntries(accepted.map((field) => [field, Math.round(share(field) * known.seen)]));
  return { ...known, fill: { ...known.fill, ...now }, without: {} };
}
