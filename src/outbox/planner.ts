import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FatalError } from '../../connectors/kit/errors.js';
import { type CanonicalChange, type ChangeKind, changes } from '../../mappings/canonical/changes.js';
import { writeMappingOf } from '../../mappings/writes.js';
import { connectorNamed } from '../connections/connections.js';
import { bytes, firstRow, rows, type Tx } from '../database/rows.js';
import { canonicalJson, Envelope } from '../files/envelope.js';
import { People } from '../people/people.js';
import { operationNamed } from './operation-of.js';
import { type Matter, planMessage, supersedeElsewhere } from './plan-message.js';

export interface Wanted<Kind extends ChangeKind> {
  readonly kind: Kind;
  readonly change: CanonicalChange<Kind>;
  /** Whom it is about; null where it is about nobody. */
  readonly personId: string | null;
  readonly decisionId: string;
  /** The connection it goes to, by name, and what the policy says of it as a target. */
  readonly target: { readonly connection: string; readonly settings: Readonly<Record<string, string>> };
}

/** What came of planning: the messages that are new, and those of earlier decisions that say the same and are not made a second time. */
export interface PlannedWrites {
  readonly messages: readonly string[];
  readonly standing: readonly string[];
}

/** Turns what was decided, in our words, into messages in a source's. */
@Injectable()
export class Planner {
  constructor(
    private readonly people: People,
    private readonly envelope: Envelope,
  ) {}

  /** What is planned because of a decision, whatever has become of it. */
  async plannedFor(tx: Tx, decisionId: string): Promise<string[]> {
    const sql = 'select id from outbox_message where decision_id = $1 order by seq';
    return (await rows(tx, z.object({ id: z.uuid() }), sql, [decisionId])).map(({ id }) => id);
  }

  /**
   * Plans in the transaction of the decision. A record that an earlier decision on the same matter made, or is to make, is not made again
   * where it says the same; where it says something else, a newer one is added to it.
   * @throws FatalError when the connection is not there, cannot take the change, or does not know the person.
   */
  async plan<Kind extends ChangeKind>(
    tx: Tx,
    tenantId: string,
    { kind, change, personId, decisionId, target }: Wanted<Kind>,
  ): Promise<PlannedWrites> {
    const parsed = changes[kind].parse(change) as CanonicalChange<Kind>; // the schema of that very kind
    const connection = await firstRow(
      tx,
      z.object({ id: z.uuid(), connector: z.string(), config: bytes }),
      'select id, connector, config_sealed as config from connection where name = $1',
      [target.connection],
    );
    if (connection === undefined)
      throw new FatalError(`the policy sends a ${kind} to the connection ${target.connection}, which is not there`);
    const mapping = writeMappingOf(connection.connector, kind);
    if (mapping === undefined) throw new FatalError(`${connection.connector} cannot take a ${kind}`);
    const identifier = mapping.person?.(this.envelope.open(tenantId, connection.config));
    const person = identifier === undefined ? '' : await this.#known(tx, personId, identifier, connection.connector);
    if (personId !== null) await supersedeElsewhere(tx, tenantId, this.envelope, { decisionId, connectionId: connection.id });
    const messages: string[] = [];
    const standing: string[] = [];
    for (const { operation: name, naturalKey, change: wanted, saysTheSameAs } of mapping.map(parsed, {
      person,
      settings: target.settings,
      decisionId,
    })) {
      const operation = operationNamed(connectorNamed(connection.connector), name);
      const fitting: unknown = operation.change.parse(wanted);
      const matter = { connectionId: connection.id, operation: name, naturalKey };
      const earlier = saysTheSameAs && (await newestOf(tx, matter));
      if (earlier !== undefined && saysTheSameAs?.(this.envelope.open(tenantId, earlier.change)) === true) {
        standing.push(earlier.id);
        continue;
      }
      const version = `${decisionId} ${canonicalJson(fitting)}`;
      const entity = operation.entity(fitting);
      messages.push(await planMessage(tx, tenantId, this.envelope, { ...matter, entity, change: fitting, decisionId, version }));
    }
    return { messages, standing };
  }

  async #known(tx: Tx, personId: string | null, kind: string, connector: string): Promise<string> {
    const value = personId === null ? undefined : await this.people.identifier(tx, personId, kind);
    if (value === undefined)
      throw new FatalError(
        `${connector} does not know the person this is about: they have no identifier ${kind}`,
        personId === null ? {} : { personId },
      );
    return value;
  }
}

/** The newest message of a matter that counts: one that was called off or refused made nothing. Whoever plans for the matter at the same time waits here. */
async function newestOf(tx: Tx, { connectionId, operation, naturalKey }: Matter): Promise<z.output<typeof earlierRow> | undefined> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`planning ${connectionId} ${operation} ${naturalKey}`]);
  return firstRow(
    tx,
    earlierRow,
    `select id, change from outbox_message where connection_id = $1 and operation = $2 and natural_key = $3
       and state not in ('superseded', 'cancelled', 'rejected') order by seq desc limit 1`,
    [connectionId, operation, naturalKey],
  );
}

const earlierRow = z.object({ id: z.uuid(), change: bytes });
