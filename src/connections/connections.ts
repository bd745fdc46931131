import { Injectable, NotFoundException } from '@nestjs/common';
import { z } from 'zod';
import { connectors } from '../../connectors/index.js';
import type { AnyConnector, OpenConnection } from '../../connectors/kit/connector.js';
import { AskedWronglyError, FatalError } from '../../connectors/kit/errors.js';
import { openConnection, wrongIn } from '../../connectors/kit/open.js';
import { Patience } from '../../connectors/kit/patience.js';
import { recordAudit } from '../audit/audit.js';
import type { Actor } from '../database/actor.js';
import { bytes, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope, stableId } from '../files/envelope.js';

export const newConnection = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes'),
  connector: z.string(),
  config: z.unknown(),
});
export type NewConnection = z.input<typeof newConnection>;

/** What may be shown of a connection: never its configuration, which holds the credential. */
export const connectionSummary = z.object({ id: z.uuid(), name: z.string(), connector: z.string(), writes: z.enum(['on', 'stopped']) });
export type ConnectionSummary = z.infer<typeof connectionSummary>;

export interface Opened extends ConnectionSummary {
  readonly spec: AnyConnector;
  readonly connection: OpenConnection<unknown>;
  /** Tells the settings that say where and what is read from others: a checkpoint is true of those alone under which it was stored. */
  readonly settings: Buffer;
  /** Tells with whose eyes it is read. */
  readonly asWhom: Buffer;
}

/** Tenants' configured uses of connectors. */
@Injectable()
export class Connections {
  /** Of each connection what its source asked for, whoever opens it in this process: a sync, a delivery, a preview. */
  readonly #patience = new Map<string, Patience>();

  constructor(
    private readonly tenancy: Tenancy,
    private readonly envelope: Envelope,
  ) {}

  /**
   * As `configure`, after the source has answered under the new configuration: until then, what was there stays as it is.
   * @throws HubError in the source's words when it does not answer, or not to this credential.
   */
  async add(tenantId: string, actor: Actor, wanted: NewConnection, signal: AbortSignal): Promise<{ id: string; title: string }> {
    const fitting = parsed(wanted);
    await this.tenancy.inTenant(tenantId, actor, (tx) => this.#refuseAnother(tx, tenantId, fitting)); // before its credential is tried out
    const { spec, config } = fitting;
    await spec.source.check(openConnection(spec, config, signal));
    return { id: await this.configure(tenantId, actor, wanted), title: spec.source.title };
  }

  /**
   * Makes a connection, or gives an existing one of that name its new configuration and keeps all it knows.
   * @throws AskedWronglyError when the connector is unknown, the configuration does not fit it, or the name is in use for something else.
   */
  async configure(tenantId: string, actor: Actor, wanted: NewConnection): Promise<string> {
    const fitting = parsed(wanted);
    const { name, connector, config, spec } = fitting;
    const id = stableId('connection', tenantId, name);
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await this.#refuseAnother(tx, tenantId, fitting);
      await tx.query(
        `insert into connection (tenant_id, id, name, connector, config_sealed, keys_mean_one_thing_in) values ($1, $2, $3, $4, $5, $6)
         on conflict (tenant_id, id) do update set config_sealed = excluded.config_sealed, keys_mean_one_thing_in = excluded.keys_mean_one_thing_in`,
        [tenantId, id, name, connector, this.envelope.seal(tenantId, config), spec.source.keysMeanOneThingIn?.(config) ?? null],
      );
      await recordAudit(tx, { event: 'connection.configured', subject: `connection:${id}`, details: { connector } });
    });
    this.#patience.delete(id); // it may reach another server now, or with another key
    return id;
  }

  /** Identifiers of two sources, or of two companies at one, would be taken for each other under one name. */
  async #refuseAnother(tx: Tx, tenantId: string, { name, connector, config, spec }: Fitting): Promise<void> {
    const known = await firstRow(
      tx,
      z.object({ connector: z.string(), config: bytes, isUsed: z.boolean() }),
      `select connector, config_sealed as config, exists (select from sync_run r where r.connection_id = c.id)
         or exists (select from outbox_message m where m.connection_id = c.id) as "isUsed"
       from connection c where name = $1 for update`,
      [name],
    );
    if (known === undefined) return;
    if (known.connector !== connector)
      throw new AskedWronglyError(`the connection ${name} already reads ${known.connector}; give the new one another name`);
    const before = spec.source.company?.(this.envelope.open(tenantId, known.config));
    const after = spec.source.company?.(config);
    if (known.isUsed && before !== after)
      throw new AskedWronglyError(
        `the connection ${name} has been used with ${before} of ${spec.source.title}, and its records and messages would be mixed with those of ${after}; nothing was changed. Add ${after} under another name`,
      );
  }

  list(tenantId: string, actor: Actor): Promise<ConnectionSummary[]> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(tx, connectionSummary, 'select id, name, connector, writes from connection order by name'),
    );
  }

  /** @throws AskedWronglyError naming the connections there are. */
  async named(tenantId: string, actor: Actor, name: string): Promise<ConnectionSummary> {
    const all = await this.list(tenantId, actor);
    const found = all.find((connection) => connection.name === name);
    if (found) return found;
    throw new AskedWronglyError(
      `there is no connection ${name}; there is: ${all.map((connection) => connection.name).join(', ') || 'none yet'}`,
    );
  }

  /** Opens the transports of a connection. @param timeoutMs one request's deadline. */
  async open(tenantId: string, actor: Actor, id: string, signal: AbortSignal, timeoutMs?: number): Promise<Opened> {
    const found = await this.tenancy.inTenant(tenantId, actor, (tx) => configured(tx, id));
    const spec = connectorNamed(found.connector);
    const patience = this.#patience.get(id) ?? new Patience();
    this.#patience.set(id, patience);
    const how = { patience, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const connection = openConnection(spec, this.#configOf(tenantId, found), signal, how);
    const { settings, asWhom } = toldApart(spec, connection.config);
    const hashes = { settings: this.envelope.changeHash(settings), asWhom: this.envelope.changeHash(asWhom) };
    return { id, name: found.name, connector: found.connector, writes: found.writes, spec, connection, ...hashes };
  }

  /** @throws FatalError in words: whoever asks goes on with the other connections. */
  #configOf(tenantId: string, { name, config }: { readonly name: string; readonly config: Buffer }): unknown {
    try {
      return this.envelope.open(tenantId, config);
    } catch (cause) {
      throw new FatalError(
        `the configuration of the connection ${name} does not unseal: its key is gone from the key file, or it was changed. Bring back the key file it was sealed with`,
        {},
        { cause },
      );
    }
  }

  /** The streams whose checkpoint was stored under other settings: the next sync reads them from their beginning. */
  async readAnew(tenantId: string, actor: Actor, { id, settings }: Pick<Opened, 'id' | 'settings'>): Promise<string[]> {
    const streams = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      rows(
        tx,
        z.object({ stream: z.string() }),
        'select stream from stream_state where connection_id = $1 and checkpoint is not null and settings is distinct from $2 order by stream',
        [id, settings],
      ),
    );
    return streams.map(({ stream }) => stream);
  }

  /** Whether there are streams that were read with another key and go on from there: what that one was not shown, and has not changed since, does not come. */
  async goesOnWithAnotherKey(
    tenantId: string,
    actor: Actor,
    { id, settings, asWhom }: Pick<Opened, 'id' | 'settings' | 'asWhom'>,
  ): Promise<boolean> {
    const found = await this.tenancy.inTenant(tenantId, actor, (tx) =>
      firstRow(
        tx,
        z.object({ stream: z.string() }),
        'select stream from stream_state where connection_id = $1 and checkpoint is not null and settings = $2 and as_whom <> $3 limit 1',
        [id, settings, asWhom],
      ),
    );
    return found !== undefined;
  }

  /** As `switchWrites`, for who knows it by name. @throws NotFoundException when the tenant has no such connection. */
  async switchWritesNamed(tenantId: string, actor: Actor, name: string, writes: 'on' | 'stopped'): Promise<void> {
    const found = (await this.list(tenantId, actor)).find((connection) => connection.name === name);
    if (found === undefined) throw new NotFoundException(`there is no connection ${name}`);
    await this.switchWrites(tenantId, actor, found.id, writes);
  }

  /** Stops or allows all writing over a connection, at once. */
  async switchWrites(tenantId: string, actor: Actor, id: string, writes: 'on' | 'stopped'): Promise<void> {
    await this.tenancy.inTenant(tenantId, actor, async (tx) => {
      await tx.query('update connection set writes = $2 where id = $1', [id, writes]);
      await recordAudit(tx, { event: 'writes.switched', subject: `connection:${id}`, details: { writes } });
    });
  }
}

interface Fitting extends z.output<typeof newConnection> {
  readonly spec: AnyConnector;
}

/** @throws AskedWronglyError naming all that is wrong with what was asked for. */
function parsed(wanted: NewConnection): Fitting {
  const { success, data, error } = newConnection.safeParse(wanted);
  if (!success) throw new AskedWronglyError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  const spec = connectorNamed(data.connector);
  const wrong = wrongIn(spec, data.config);
  if (wrong !== undefined) throw new AskedWronglyError(wrong);
  return { ...data, spec, config: openConnection(spec, data.config, new AbortController().signal).config };
}

export function connectorNamed(id: string): AnyConnector {
  const found = connectors[id];
  if (found) return found;
  throw new AskedWronglyError(`there is no connector ${id}; there is: ${Object.keys(connectors).join(', ')}`);
}

function toldApart({ source }: AnyConnector, config: unknown) {
  const howOnly: readonly string[] = source.howOnly;
  const users: readonly string[] = source.asWhom ?? [];
  const all = Object.entries(z.record(z.string(), z.unknown()).parse(config));
  const where = (fits: (name: string) => boolean) => Object.fromEntries(all.filter(([name]) => fits(name)));
  return { settings: where((name) => !howOnly.includes(name)), asWhom: where((name) => users.includes(name)) };
}

async function configured(tx: Tx, id: string) {
  const found = await firstRow(
    tx,
    connectionSummary.extend({ config: bytes }),
    'select id, name, connector, writes, config_sealed as config from connection where id = $1',
    [id],
  );
  if (found) return found;
  throw new AskedWronglyError(`there is no connection ${id}`);
}
