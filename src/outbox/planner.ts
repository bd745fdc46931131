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
import { planMessage } from './plan-message.js';

export interface Wanted<Kind extends ChangeKind> {
  readonly kind: Kind;
  readonly change: CanonicalChange<Kind>;
  /** Whom it is about; null where it is about nobody. */
  readonly personId: string | null;
  readonly decisionId: string;
  /** The connection it goes to, by name, and what the policy says of it as a target. */
  readonly target: { readonly connection: string; readonly settings: Readonly<Record<string, string>> };
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
   * Plans in the transaction of the decision. @returns the messages' ids.
   * @throws FatalError when the connection is not there, cannot take the change, or does not know the person.
   */
  async plan<Kind extends ChangeKind>(
    tx: Tx,
    tenantId: string,
    { kind, change, personId, decisionId, target }: Wanted<Kind>,
  ): Promise<string[]> {
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
    const ids: string[] = [];
    for (const { operation: name, naturalKey, change: wanted } of mapping.map(parsed, { person, settings: target.settings, decisionId })) {
      const operation = operationNamed(connectorNamed(connection.connector), name);
      const fitting: unknown = operation.change.parse(wanted);
      const entity = operation.entity(fitting);
      ids.push(
        await planMessage(tx, tenantId, this.envelope, {
          connectionId: connection.id,
          operation: name,
          entity,
          naturalKey,
          change: fitting,
          decisionId,
          version: `${decisionId} ${canonicalJson(fitting)}`,
        }),
      );
    }
    return ids;
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
