import type { AnyOperation, Fields } from '../../connectors/kit/connector.js';
import { differences, notShown } from '../../connectors/kit/differences.js';
import { marker } from '../../connectors/kit/marker.js';
import type { Explained } from './own-marks.js';

export const statuses = ['matched', 'missing', 'drifted', 'duplicate', 'unexpected', 'unverifiable'] as const;
export type Status = (typeof statuses)[number];

/** A write that was made, or may have been, with what it wanted. */
export interface Intended {
  readonly messageId: string;
  readonly idempotencyKey: string;
  readonly reference: string | null;
  readonly change: unknown;
  /** What a person should know beside the comparison. */
  readonly note?: string | undefined;
  /** What somebody said may stand there in its place. */
  readonly accepted?: Fields | undefined;
  /** Not on its way, and never said yes to: nothing of it has to be there. */
  readonly calledOff?: boolean;
}

/** A mark of ours at the source, and what carries it. */
export interface Mark {
  readonly marker: string;
  readonly reference: string;
}

export interface Row {
  readonly messageId: string | null;
  readonly reference: string | null;
  readonly status: Status;
  readonly reason: string;
}

/** What was found at the source for an intended write: its fields, nothing, or why nobody could look. */
export type Observation = { readonly held: Fields | undefined } | { readonly failure: string; readonly isForGood: boolean };

/**
 * One row for an intended write: what it wanted against what is there.
 * @returns undefined where nothing was written yet: it is planned again, and waits its turn.
 */
export function compareOne(
  operation: Pick<AnyOperation<unknown>, 'expected' | 'normalise' | 'marked'>,
  intended: Intended,
  observed: Observation,
): Row | undefined {
  const row = (status: Status, ...said: (string | undefined)[]): Row => {
    const reason = [...said, intended.note].filter((one) => one !== undefined).join('; ');
    return { messageId: intended.messageId, reference: intended.reference, status, reason };
  };
  if ('failure' in observed) return row('unverifiable', observed.failure);
  const wanted = operation.expected(intended.change, intended.idempotencyKey);
  const isAbsent = observed.held === undefined || (operation.marked === undefined && isElsewise(operation, wanted, observed.held));
  if (intended.calledOff === true && isAbsent) return intended.note === undefined ? undefined : row('matched', 'nothing of it is there');
  if (observed.held === undefined) return row('missing', 'the source holds nothing of it');
  const drifted = differences(operation, wanted, observed.held);
  const { accepted } = intended;
  const isAccepted = accepted !== undefined && isThere(operation, accepted, observed.held);
  if (drifted.length > 0 && isAccepted) return row('matched');
  if (drifted.length > 0) return row('drifted', `differs in: ${drifted.join(', ')}`);
  const hidden = notShown(wanted, observed.held);
  return hidden.length === 0 ? row('matched') : row('unverifiable', `the source does not show: ${hidden.join(', ')}`);
}

export const isThere = (operation: Pick<AnyOperation<unknown>, 'normalise'>, fields: Fields, held: Fields): boolean =>
  notShown(fields, held).length === 0 && differences(operation, fields, held).length === 0;

/** Of a value that was set, and leaves no mark: the source holds another one. */
const isElsewise = (operation: Pick<AnyOperation<unknown>, 'normalise'>, wanted: Fields, held: Fields): boolean =>
  differences(operation, wanted, held).length > 0;

/**
 * Rows for what carries a mark of ours beyond one per intended write: a second one of the same mark is a duplicate,
 * a mark of nothing that was meant is unexpected.
 * @param others what is to be said of marks that nothing intended made, where a message of the tenant's did.
 */
export function compareMarks(
  known: ReadonlyMap<string, Intended>,
  marked: readonly Mark[],
  others: ReadonlyMap<string, Explained> = new Map(),
): Row[] {
  const surplus: Row[] = [];
  for (const [mark, some] of Map.groupBy(marked, (one) => one.marker)) {
    const intended = known.get(mark);
    const other = others.get(mark);
    if (intended === undefined && other === 'elsewhere') continue;
    // The one the source named to us is ours; where it named none, the first.
    const ours = intended && (some.find(({ reference }) => reference === intended.reference) ?? some[0]);
    for (const { reference } of some.filter((candidate) => candidate !== ours)) {
      surplus.push(
        intended === undefined
          ? { messageId: null, reference, status: 'unexpected', reason: NONE_OF_OURS, ...(other === 'elsewhere' ? {} : other) }
          : {
              messageId: intended.messageId,
              reference,
              status: 'duplicate',
              reason: 'carries the mark of a message that is already there',
            },
      );
    }
  }
  return surplus;
}

/** A mark does not say who made it: the hub may write there for another tenant too. */
const NONE_OF_OURS =
  "carries a mark of the hub that is none of this tenant's: another tenant may write there, or this tenant's ledger lost it";

/** Every message of an operation by the mark its record carries. */
export const byMark = (intended: readonly Intended[]): Map<string, Intended> =>
  new Map(intended.map((one) => [marker(one.idempotencyKey), one]));
