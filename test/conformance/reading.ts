import { isDeepStrictEqual } from 'node:util';
import type { AnyStream, OpenConnection, Refused } from '../../connectors/kit/connector.js';
import { HubError } from '../../connectors/kit/errors.js';

/** More pages than any harness has records for: a read that gives more does not end. */
const MOST_PAGES = 60;

/** What was stored of a read, as the hub stores it: page by page, each with its checkpoint. */
export interface Reading {
  readonly records: readonly unknown[];
  readonly refused: readonly Refused[];
  readonly pages: number;
  /** The last one that was given; where the read began if none was. */
  readonly checkpoint: unknown;
  /** Why it did not come to its end. */
  readonly failure: HubError | undefined;
}

export interface Interest {
  readonly from?: unknown;
  /** The process dies once so many pages are stored. */
  readonly killedAfter?: number;
  /** Happens once so many pages are stored, while the read goes on. */
  readonly meanwhile?: { readonly after: number; happens(): Promise<void> };
}

/** Reads a stream to its end, to its failure or to where it is killed. */
export async function reading(stream: AnyStream<unknown>, connection: OpenConnection<unknown>, interest: Interest = {}): Promise<Reading> {
  const stored = { records: [] as unknown[], refused: [] as Refused[], pages: 0, checkpoint: interest.from };
  try {
    for await (const page of stream.read(connection, interest.from)) {
      stored.records.push(...page.records);
      stored.refused.push(...(page.refused ?? []));
      stored.pages += 1;
      if (page.checkpoint !== undefined) stored.checkpoint = keptAndParsed(stream, page.checkpoint);
      if (stored.pages > MOST_PAGES) throw new Error(`the read of ${stream.name} does not end`);
      if (stored.pages === interest.killedAfter) break;
      if (stored.pages === interest.meanwhile?.after) await interest.meanwhile.happens();
    }
  } catch (cause) {
    if (!(cause instanceof HubError)) throw cause;
    return { ...stored, failure: cause };
  }
  return { ...stored, failure: undefined };
}

/** Reads a stream to its end, as the hub does: from there on where that may still be gone on from. @throws HubError when it fails. */
export async function readThrough(stream: AnyStream<unknown>, connection: OpenConnection<unknown>, from?: unknown): Promise<Reading> {
  const goesOn = from === undefined || ((await stream.goesOnFrom?.(connection, from)) ?? true);
  const read = await reading(stream, connection, goesOn ? { from } : {});
  if (read.failure !== undefined) throw read.failure;
  return read;
}

/** A checkpoint is stored as JSON, and goes through its schema on the way in and out. */
const keptAndParsed = (stream: AnyStream<unknown>, checkpoint: unknown): unknown =>
  stream.checkpoint.parse(JSON.parse(JSON.stringify(stream.checkpoint.parse(checkpoint))));

/** Why each record that does not fit its schema does not. */
export const misfits = (stream: AnyStream<unknown>, { records }: Reading): readonly string[] =>
  records.flatMap((raw) => {
    const { error } = stream.record.safeParse(raw);
    return error === undefined ? [] : [`${JSON.stringify(raw).slice(0, 200)}: ${error.message}`];
  });

export type Held = ReadonlyMap<string, unknown>;

/** What is held after some reads: by key, the later record in place of the earlier. What does not fit is set aside. */
export function heldAfter(stream: AnyStream<unknown>, ...readings: readonly Reading[]): Held {
  const held = new Map<string, unknown>();
  for (const raw of readings.flatMap(({ records }) => records)) {
    const parsed = stream.record.safeParse(raw);
    if (parsed.success) held.set(stream.key(parsed.data), parsed.data);
  }
  return held;
}

/** Keys of records that one side has, or has differently. */
export const unlike = (held: Held, truth: Held): readonly string[] =>
  [...new Set([...held.keys(), ...truth.keys()])].filter((key) => !isDeepStrictEqual(held.get(key), truth.get(key)));
