import type { z } from 'zod';
import type { Auth } from './auth.js';
import type { HubError } from './errors.js';
import type { Answered, HttpClient } from './http.js';

/** How much harm a field does in the wrong hands; `confidential` and `special` are encrypted wherever they lie. */
export type Sensitivity = 'open' | 'internal' | 'personal' | 'confidential' | 'special';

/** What a stream or operation may touch. Nothing else is reachable from connector code. */
export interface OpenConnection<Config> {
  readonly config: Config;
  /** Ready to use for a source that declares `http`; any call of another source's is refused. */
  readonly http: HttpClient;
  /** Aborted when the run is cancelled or the process is asked to stop. */
  readonly signal: AbortSignal;
}

/** A record the reader itself could not read (a ragged line, a broken row): kept for a person, by where it stood. */
export interface Refused {
  /** Where it stood at the source, unique within the stream: `line 17`. */
  readonly key: string;
  readonly reason: string;
  readonly excerpt: string;
}

/** One page of raw records, and the checkpoint that becomes true once they are stored. */
export interface Page<Checkpoint> {
  readonly records: readonly unknown[];
  readonly refused?: readonly Refused[];
  readonly checkpoint?: Checkpoint;
  /** How many different records the source says the whole read will give, where it says so: a read that ends short is suspect. */
  readonly total?: number;
}

export interface Stream<Config, Raw extends z.ZodType, Checkpoint extends z.ZodType> {
  readonly name: string;
  /** The vendor's documentation page this stream was written from. */
  readonly reference: string;
  readonly record: Raw;
  readonly checkpoint: Checkpoint;
  /** The source's own identifier of a record: unique within the stream, for ever. */
  key(record: z.output<Raw>): string;
  /** How a deletion shows: the source says so, a full read proves it, or it never does. */
  readonly deletes: 'tombstones' | 'full-read' | 'never';
  /** Fields asked of the source: each is expected in the answer, and missed aloud when it stops coming. */
  requested(config: Config): readonly string[];
  /** Fields that are more, or less, sensitive than the rest (`rest`). */
  readonly sensitivity: { readonly rest: Sensitivity; readonly fields?: Readonly<Record<string, Sensitivity>> };
  /** About how many requests it takes to read so many records. */
  cost(records: number): number;
  /**
   * Whether a read may still go on from there, asked where the last one did not come to its end. Absent where it always may.
   * Where it may not, what that one stored is not taken over: nobody knows whether it ever was the source's.
   */
  goesOnFrom?(connection: OpenConnection<Config>, checkpoint: z.output<Checkpoint>): Promise<boolean>;
  /** @param from where the last stored page ended; undefined on the first run. */
  read(connection: OpenConnection<Config>, from: z.output<Checkpoint> | undefined): AsyncIterable<Page<z.output<Checkpoint>>>;
}

/**
 * May the same change be sent twice?
 * - `safe`: yes, the result is the same (setting a field to a value).
 * - `keyed`: yes, with the same idempotency key.
 * - `read-back-first`: no; look before sending again.
 */
export type RepeatPolicy = 'safe' | 'keyed' | 'read-back-first';

/** The fields a change sets, by the vendor's names. One the source does not show is left out: it is never taken for empty. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Operation<Config, Change extends z.ZodType> {
  readonly name: string;
  readonly reference: string;
  readonly change: Change;
  readonly repeat: RepeatPolicy;
  /** How long after a write the source may still not show it to `find`, in its own words of the vendor sheet. */
  lagMs(config: Config): number;
  /** What is changed, in the source's own id: changes of one entity go in order. */
  entity(change: z.output<Change>): string;
  /** What the source holds now for the fields the change sets, before it is made; empty for something that does not exist yet. */
  present(connection: OpenConnection<Config>, change: z.output<Change>): Promise<Fields>;
  /** What must still be true at the source when the change leaves: that what was looked at is still there, or nothing. */
  readonly precondition: 'unchanged-since-preview' | 'none';
  /** @returns the source's own reference for what was done, if it gives one. */
  apply(connection: OpenConnection<Config>, change: z.output<Change>, idempotencyKey: string): Promise<{ reference?: string }>;
  /**
   * Looks an earlier effect of this very change up, by its marker or natural key.
   * Called only after `lagMs`; still `cannot-tell` where absence cannot be proved (a capped list).
   */
  find(connection: OpenConnection<Config>, change: z.output<Change>, idempotencyKey: string): Promise<Found>;
  /** What the source holds after it, for exactly the fields the change sets; undefined where it holds nothing of the kind. */
  readBack(
    connection: OpenConnection<Config>,
    change: z.output<Change>,
    idempotencyKey: string,
    reference: string | undefined,
  ): Promise<Fields | undefined>;
  /** The same fields as `readBack`, as the change wants them. */
  expected(change: z.output<Change>, idempotencyKey: string): Fields;
  /** How the source itself rewrites a value it stores (case, rounding, time zone): applied to both sides before they are compared. */
  normalise?(field: string, value: unknown): unknown;
  /** Everything at the source that carries a marker of ours, for finding what no ledger of ours knows. Absent where the operation leaves no mark. */
  marked?(connection: OpenConnection<Config>): AsyncIterable<{ readonly marker: string; readonly reference: string }>;
}

export type Found = { readonly seen: 'found'; readonly reference?: string } | { readonly seen: 'absent' | 'cannot-tell' };

export interface Source<Config extends z.ZodType> {
  readonly id: string;
  readonly title: string;
  readonly config: Config;
  /** Whose data it is, in the source's own word. Identifiers of two companies may not meet under one connection. */
  company?(config: z.output<Config>): string;
  /** Where a key of its records means one thing, over whatever connection it is read. Absent where a key means nothing beyond its connection. */
  keysMeanOneThingIn?(config: z.output<Config>): string;
  /** Absent for a source that is not reached over HTTP. */
  readonly http?: {
    baseUrl(config: z.output<Config>): string;
    auth(config: z.output<Config>): Auth;
    readonly headers?: Readonly<Record<string, string>>;
    readonly limits: { readonly requestsPerMinute: number };
    /** Looks at an answer before its status is believed, and may say it is a failure: some sources hide one in a 200, or a lost login in a 404. */
    inspect?(answer: Answered): HubError | undefined;
  };
  /** Settings that say how the source is reached, never where it is or what of it is read. A change of any other makes the next sync read everything. */
  readonly howOnly: readonly (keyof z.output<Config> & string)[];
  /** Of those, the ones that say with whose eyes it is read: another user may see less, and what they do not see is not gone for that. */
  readonly asWhom?: readonly (keyof z.output<Config> & string)[];
  /** A cheap call that fails when the credential or the address is wrong, with words for the person who typed them. */
  check(connection: OpenConnection<z.output<Config>>): Promise<void>;
}

export interface Connector<Config extends z.ZodType = z.ZodType> {
  readonly source: Source<Config>;
  readonly streams: readonly AnyStream<z.output<Config>>[];
  readonly operations: readonly AnyOperation<z.output<Config>>[];
}

// A connector's streams and operations differ in their record types; only `parse` at run time tells them apart.
export type AnyStream<Config> = Stream<Config, any, any>;
export type AnyOperation<Config> = Operation<Config, any>;
export type AnyConnector = Connector<any>;

/** The returned functions add nothing at run time: they let TypeScript infer and check the literal. */
export function defineSource<Config extends z.ZodType>(source: Source<Config>) {
  return {
    source,
    stream: <Raw extends z.ZodType, Checkpoint extends z.ZodType>(stream: Stream<z.output<Config>, Raw, Checkpoint>) => stream,
    operation: <Change extends z.ZodType>(operation: Operation<z.output<Config>, Change>) => operation,
    connector: (parts: Omit<Connector<Config>, 'source'>): Connector<Config> => ({ source, ...parts }),
  };
}
