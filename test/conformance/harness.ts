import type { Line } from './line.js';

/**
 * How the suite gets at a connector's source: the simulator, its data, and what a person may do there behind the connector's back.
 * A new connector needs one, in `harnesses/<id>.ts`, named in `harnesses.ts`.
 */
export interface Harness {
  /**
   * Starts the source with records in every stream, on a clock that stands still.
   * @param pagesOf the stream of which there is to be more than one page, if it has pages; of all others a few records do.
   */
  start(pagesOf?: string): Promise<RunningSource>;
  /** Checks this connector may fail, and why. One it no longer fails is an error: take it out. */
  readonly waivers?: readonly Waiver[];
}

export interface Waiver {
  /** The stream or operation. */
  readonly of: string;
  /** The names of the checks, to the letter. */
  readonly checks: readonly string[];
  readonly reason: string;
}

export interface RunningSource {
  /** Where the simulator listens; undefined for a source that is not reached over HTTP. */
  readonly url?: string;
  /** What a customer would put into the connection, with the address at which the source is to be reached. */
  config(url: string): object;
  /** What to put in place of the credential so that the source does not accept it. */
  readonly wrongCredential?: object;
  readonly streams: Readonly<Record<string, StreamAtSource>>;
  readonly operations: Readonly<Record<string, OperationAtSource>>;
  /**
   * Lets so much time pass that the source shows whatever was done to it.
   * @param share of that time, where it is not to be all of it.
   */
  passLag(share?: number): void;
  close(): Promise<void>;
}

export interface StreamAtSource {
  /** Of every record the source holds at the start. */
  readonly keys: readonly string[];
  /** Another record comes into being. @returns its key. */
  add(): Promise<string>;
  /** Somebody changes a record that was there from the start. @returns its key. */
  change(): Promise<string>;
  /** One record ceases to fit, or cannot be read. @returns its key. */
  spoil(line: Line | undefined): Promise<string>;
  /** Requests whose answer has no shape to be wrong about: what they say instead of stopping the run. */
  readonly shapeless?: { readonly path: RegExp; readonly reason: string };
}

export interface OperationAtSource {
  /** Two changes that may both be made, each different from what the source holds. */
  readonly changes: readonly [object, object];
  /** A change the source refuses for good. */
  readonly refused: object;
  /** How many effects of the operation the source has had so far, by its own ledger. */
  effects(): number;
  /** Ways in which the source may not keep or not show what an effect is found by. */
  readonly blindfolds?: readonly { readonly what: string; put(): Promise<void> }[];
}

/** Has a simulator do what a person could do there. @returns what it answers. */
export async function atTheSource(url: string, control: string, wish: object): Promise<unknown> {
  const answer = await fetch(`${url}/_simulator/${control}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  if (!answer.ok) throw new Error(`the simulator refused ${control}: ${answer.status} ${await answer.text()}`);
  const said = await answer.text();
  return said === '' ? undefined : JSON.parse(said);
}

/** Counts from one, so that nothing made by a harness looks like another. */
export function counter(): () => number {
  let last = 0;
  return () => (last += 1);
}

export const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
