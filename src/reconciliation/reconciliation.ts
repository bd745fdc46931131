import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AnyOperation } from '../../connectors/kit/connector.js';
import { HubError, isRefusedForGood } from '../../connectors/kit/errors.js';
import { Connections, type ConnectionSummary, type Opened } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { byMark, compareMarks, compareOne, type Intended, type Observation, type Row } from './compare-intended.js';
import { compareRefused } from './compare-refused.js';
import { explain, type Explained, ownMarks } from './own-marks.js';
import { type Compared, readReport, type ReconciliationReport, writeReport } from './report.js';
import type { Found } from './report-hash.js';
import { reportPageOf, type ReportPage, type ReportQuery } from './report-page.js';
import { noteOn, type Written, writtenOver } from './written.js';

const AT_ONCE = 8;
const fields = z.record(z.string(), z.unknown());

/** Looks again, later, at everything that was written: what was intended against what is there. */
@Injectable()
export class Reconciliation {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
  ) {}

  /** Compares every write of every connection with its source, and chains the report to the one before. */
  async run(tenantId: string, actor: Actor): Promise<ReconciliationReport> {
    const compared: Compared[] = [];
    for (const connection of await this.connections.list(tenantId, actor))
      compared.push(await this.#connection(tenantId, actor, connection));
    const all = { found: compared.flatMap(({ found }) => found), replaced: compared.flatMap(({ replaced }) => replaced) };
    const id = await this.tenancy.inTenant(tenantId, actor, (tx) => writeReport(tx, tenantId, this.envelope, all));
    const report = await this.report(tenantId, actor, id);
    if (report === undefined) throw new Error(`the report ${id} was just written`);
    return report;
  }

  /** @param id of a report; the newest without one. */
  report(tenantId: string, actor: Actor, id?: string): Promise<ReconciliationReport | undefined> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => readReport(tx, tenantId, this.envelope, id));
  }

  /**
   * A report with some of its rows; with a cursor, the next rows of the report it was given with, whichever came since.
   * @param id of a report; the newest without one.
   */
  page(tenantId: string, actor: Actor, asked: ReportQuery, id?: string): Promise<ReportPage> {
    return this.tenancy.inTenant(tenantId, actor, (tx) => reportPageOf(tx, tenantId, this.envelope, asked, id));
  }

  async #connection(tenantId: string, actor: Actor, { id, connector }: ConnectionSummary): Promise<Compared> {
    const written = await this.tenancy.inTenant(tenantId, actor, (tx) => writtenOver(tx, id));
    const opened = await this.#opened(tenantId, actor, id);
    const notRefused = written.filter(({ refused }) => !refused);
    if ('failure' in opened) return { found: notRefused.map((message) => unverifiable(id, message, opened.failure)), replaced: [] };
    const found: Found[] = [];
    const replaced: string[] = [];
    for (const operation of opened.spec.operations) {
      // Each write that leaves a mark has a record of its own; of those that set a value, the newest was meant to replace the older.
      const { standing = [], overwritten = [] } = Object.groupBy(
        notRefused.filter((message) => message.operation === operation.name),
        ({ newest }) => (newest || operation.marked !== undefined ? 'standing' : 'overwritten'),
      );
      // A record that was refused and made all the same carries its mark, and is found by that.
      const refused = operation.marked === undefined ? written.filter((one) => one.refused && one.operation === operation.name) : [];
      const intended = standing.map((message) => this.#intended(tenantId, operation, message));
      const explain = (marks: ReadonlySet<string>) => this.#explained(tenantId, actor, opened, marks);
      const compared = await compareOperation(opened, operation, { intended, wasWrittenTo: written.length > 0, explain });
      compared.push(...(await atOnce(refused, (message) => this.#refused(tenantId, opened, operation, { message, standing }))));
      found.push(...compared.map((row) => ({ ...row, connectionId: id, operation: operation.name })));
      replaced.push(...overwritten.map((message) => message.id));
    }
    const unknown = notRefused.filter(({ operation }) => !opened.spec.operations.some(({ name }) => name === operation));
    const gone = `${connector} no longer has this operation`;
    return { found: [...found, ...unknown.map((message) => unverifiable(id, message, gone))], replaced };
  }

  #intended(tenantId: string, operation: AnyOperation<unknown>, message: Written): Intended {
    const { id: messageId, idempotencyKey, reference, calledOff } = message;
    const change: unknown = operation.change.parse(this.envelope.open(tenantId, message.change));
    const accepted = message.accepted === null ? undefined : fields.parse(this.envelope.open(tenantId, message.accepted));
    return { messageId, idempotencyKey, reference, change, calledOff, accepted, note: noteOn(message) };
  }

  async #refused(
    tenantId: string,
    opened: Opened,
    operation: AnyOperation<unknown>,
    { message, standing }: { readonly message: Written; readonly standing: readonly Written[] },
  ): Promise<Row | undefined> {
    const base = message.base === null ? undefined : fields.parse(this.envelope.open(tenantId, message.base));
    const refused = { ...this.#intended(tenantId, operation, message), base };
    const meant = standing
      .filter(({ naturalKey }) => naturalKey === message.naturalKey)
      .map((other) => this.#intended(tenantId, operation, other));
    return compareRefused(operation, refused, meant, await observe(opened, operation, refused));
  }

  /** Of marks that nothing made which was meant to be where they are: those that a message of the tenant made. */
  async #explained(tenantId: string, actor: Actor, here: Opened, marks: ReadonlySet<string>): Promise<Map<string, Explained>> {
    const own = await this.tenancy.inTenant(tenantId, actor, (tx) => ownMarks(tx, marks));
    const systems = new Map([[here.id, systemOf(here)]]);
    for (const { connectionId } of own.values()) {
      if (systems.has(connectionId)) continue;
      const opened = await this.#opened(tenantId, actor, connectionId);
      systems.set(connectionId, systemOf('failure' in opened ? here : opened)); // of one that cannot be opened, its own rows say so
    }
    const place = (id: string) => ({ isItsOwn: id === here.id, isSameSystem: systems.get(id) === systemOf(here) });
    return new Map([...own].map(([mark, message]) => [mark, explain(message, place(message.connectionId))]));
  }

  /** A connection whose configuration no longer fits hides what was written over it; the others are compared all the same. */
  async #opened(tenantId: string, actor: Actor, id: string): Promise<Opened | { readonly failure: string }> {
    try {
      return await this.connections.open(tenantId, actor, id, new AbortController().signal);
    } catch (cause) {
      if (cause instanceof HubError) return { failure: cause.message };
      throw cause;
    }
  }
}

/** Which system a connection reaches, as far as its configuration tells. */
const systemOf = ({ connector, spec, connection }: Opened): string => `${connector} ${spec.source.company?.(connection.config) ?? ''}`;

const unverifiable = (connectionId: string, { id, operation, reference }: Written, reason: string): Found => ({
  connectionId,
  operation,
  messageId: id,
  reference,
  status: 'unverifiable',
  reason,
});

async function compareOperation(opened: Opened, operation: AnyOperation<unknown>, comparing: Comparing): Promise<Row[]> {
  const { intended } = comparing;
  const found = await atOnce(intended, async (one) => compareOne(operation, one, await observe(opened, operation, one)));
  return [...found, ...(await surplus(opened, operation, comparing))];
}

/** What comes of each, a few of them at a time. */
async function atOnce<One>(all: readonly One[], look: (one: One) => Promise<Row | undefined>): Promise<Row[]> {
  const found: Row[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    const looked = await Promise.all(all.slice(start, start + AT_ONCE).map(look));
    found.push(...looked.filter((row) => row !== undefined));
  }
  return found;
}

interface Comparing {
  readonly intended: readonly Intended[];
  readonly wasWrittenTo: boolean;
  /** What is to be said of marks that nothing intended made. */
  readonly explain: (marks: ReadonlySet<string>) => Promise<ReadonlyMap<string, Explained>>;
}

/** What carries a mark of ours beyond what was meant; where the source does not show that, it is said of a connection that was written to. */
async function surplus(
  { connection }: Opened,
  operation: AnyOperation<unknown>,
  { intended, wasWrittenTo, explain }: Comparing,
): Promise<Row[]> {
  if (operation.marked === undefined) return [];
  try {
    const known = byMark(intended);
    const marks = await Array.fromAsync(operation.marked(connection));
    return compareMarks(known, marks, await explain(new Set(marks.map((mark) => mark.marker)).difference(known)));
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause;
    if (!wasWrittenTo) return []; // no mark of ours can be there
    return [
      {
        messageId: null,
        reference: null,
        status: 'unverifiable',
        reason: `whether more is there than was meant cannot be told: ${cause.message}`,
      },
    ];
  }
}

async function observe(
  { connection }: Opened,
  operation: AnyOperation<unknown>,
  { change, idempotencyKey, reference }: Intended,
): Promise<Observation> {
  try {
    return { held: await operation.readBack(connection, change, idempotencyKey, reference ?? undefined) };
  } catch (cause) {
    if (cause instanceof HubError) return { failure: cause.message, isForGood: isRefusedForGood(cause) };
    throw cause;
  }
}
