import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AnyStream } from '../../connectors/kit/connector.js';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import { Connections, type Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { Records } from '../records/records.js';
import { type Judged, judgeAgain } from './judge-again.js';

/** What is to be tried again: one record, those of a connection or of one of its streams, or all. */
export interface Replay {
  readonly id?: string;
  readonly connection?: string;
  readonly stream?: string;
}

/** What became of each record of a stream that was tried again: `read = landed + mapped + outdated + waiting`. */
export interface Replayed {
  readonly connection: string;
  readonly stream: string;
  readonly read: number;
  /** They fit their schema now. */
  readonly landed: number;
  /** They had landed before, and now something is made of them. */
  readonly mapped: number;
  /** A later version came, or the record is gone: what waited is of no use any more. */
  readonly outdated: number;
  /** They still do not fit, or only their source can be asked for them again. */
  readonly waiting: number;
  /** Of those that landed, the ones a run brought that nobody believed: they are used once one is. */
  readonly notYetUsed: number;
}

/** The ways out of quarantine that a person has. */
@Injectable()
export class Quarantine {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly records: Records,
    private readonly envelope: Envelope,
  ) {}

  /**
   * Judges what was kept once more, as schemas and mappings are now; what fits lands in the name of the run that read it, and is mapped.
   * Dying half-way loses nothing: what has landed is mapped by the next sync, or by the next replay.
   * @throws AskedWronglyError when nothing waits under that id, or there is no such connection.
   */
  async replay(tenantId: string, actor: Actor, wanted: Replay = {}): Promise<Replayed[]> {
    if (wanted.connection !== undefined) await this.connections.named(tenantId, actor, wanted.connection);
    const places = await this.tenancy.inTenant(tenantId, actor, (tx) => placesOf(tx, wanted));
    if (wanted.id !== undefined && places.length === 0) throw nothingWaits(wanted.id);
    const replayed: Replayed[] = [];
    for (const { connectionId, stream } of places) {
      const opened = await this.connections.open(tenantId, actor, connectionId, new AbortController().signal);
      const spec = opened.spec.streams.find(({ name }) => name === stream);
      if (spec !== undefined) replayed.push(await this.#replayStream(tenantId, actor, opened, spec, wanted.id));
    }
    return replayed;
  }

  async #replayStream(
    tenantId: string,
    actor: Actor,
    opened: Opened,
    stream: AnyStream<unknown>,
    id: string | undefined,
  ): Promise<Replayed> {
    const judged = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      judgeAgain(tx, { tenantId, connectionId: opened.id, stream, envelope: this.envelope }, id),
    );
    const { id: connectionId, connector } = opened;
    await this.records.mapLanded(tenantId, actor, { id: connectionId, connector, config: opened.connection.config }, stream.name);
    const { waiting, unused } = await this.tenancy.inTenant(tenantId, actor, (tx) => became(tx, opened.id, stream.name, judged));
    const count = (became: Judged['became']) => judged.filter((one) => one.became === became && !waiting.has(one.key)).length;
    const [landed, mapped, outdated] = [count('landed'), count('judged-when-mapped'), count('outdated')];
    return {
      connection: opened.name,
      stream: stream.name,
      read: judged.length,
      landed,
      mapped,
      outdated,
      waiting: judged.length - landed - mapped - outdated,
      notYetUsed: judged.filter(({ key, became: what }) => what === 'landed' && unused.has(key) && !waiting.has(key)).length,
    };
  }

  /**
   * A person says that a record needs no looking at as it is. It is kept, and waits again once it comes with another content that does not fit.
   * @throws AskedWronglyError when nothing waits under that id.
   */
  dismiss(tenantId: string, actor: Actor, id: string, reason: string): Promise<void> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const dismissed = z.uuid().safeParse(id).success
        ? await firstRow(
            tx,
            z.object({ stream: z.string(), reasonCode: z.string() }),
            `update quarantined_record set released_at = now(), dismissed_hash = hash, dismissed_by = $2, dismissal = $3
             where id = $1 and released_at is null returning stream, reason_code as "reasonCode"`,
            [id, `${actor.kind}:${actor.id}`, this.envelope.seal(tenantId, reason)],
          )
        : undefined;
      if (dismissed === undefined) throw nothingWaits(id);
      await recordAudit(tx, { event: 'quarantine.dismissed', subject: `quarantine:${id}`, details: dismissed });
    });
  }
}

const nothingWaits = (id: string) =>
  new AskedWronglyError(`nothing waits in quarantine as ${id}; see what does: ${typed('quarantine list')}`);

function placesOf(tx: Tx, { id, connection, stream }: Replay) {
  if (id !== undefined && !z.uuid().safeParse(id).success) throw nothingWaits(id);
  return rows(
    tx,
    z.object({ connectionId: z.uuid(), stream: z.string() }),
    `select distinct q.connection_id as "connectionId", c.name, q.stream from quarantined_record q join connection c on c.id = q.connection_id
     where q.released_at is null and ($1::uuid is null or q.id = $1) and ($2::text is null or c.name = $2) and ($3::text is null or q.stream = $3)
     order by c.name, q.stream`,
    [id ?? null, connection ?? null, stream ?? null],
  );
}

/** Which of them wait after all, and which landed in a run that nobody believed. */
async function became(tx: Tx, connectionId: string, stream: string, judged: readonly Judged[]) {
  const known = await rows(
    tx,
    z.object({ key: z.string(), waits: z.boolean(), used: z.boolean() }),
    `select judged.key,
       exists (select from quarantined_record q where q.connection_id = $1 and q.stream = $2 and q.key = judged.key and q.released_at is null) as waits,
       exists (select from raw_record r join stream_run s on s.run_id = r.run_id and s.stream = r.stream and s.believed
         where r.connection_id = $1 and r.stream = $2 and r.key = judged.key) as used
     from unnest($3::text[]) as judged(key)`,
    [connectionId, stream, judged.map(({ key }) => key)],
  );
  return {
    waiting: new Set(known.filter(({ waits }) => waits).map(({ key }) => key)),
    unused: new Set(known.filter(({ used }) => !used).map(({ key }) => key)),
  };
}
