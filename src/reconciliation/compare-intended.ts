import type { AnyOperation, Fields } from '../../connectors/kit/connector.js';
import { differences } from '../../connectors/kit/differences.js';
import { marker } from '../../connectors/kit/marker.js';

export const statuses = ['matched', 'missing', 'drifted', 'duplicate', 'unexpected', 'unverifiable'] as const;
export type Status = (typeof statuses)[number];

/** A write that was made, or may have been, with what it wanted. */
export interface Intended {
  readonly messageId: string;
  readonly idempotencyKey: string;
  readonly reference: string | null;
  readonly change: unknown;
}

export interface Row {
  readonly messageId: string | null;
  readonly reference: string | null;
  readonly status: Status;
  readonly reason: string;
}

/** What was found at the source for an intended write: its fields, nothing, or why nobody could look. */
export type Observation = { readonly held: Fields | undefined } | { readonly failure: string };

/** One row for an intended write: what it wanted against what is there. */
export function compareOne(
  operation: Pick<AnyOperation<unknown>, 'expected' | 'normalise'>,
  intended: Intended,
  observed: Observation,
): Row {
  const row = (status: Status, reason: string): Row => ({ messageId: intended.messageId, reference: intended.reference, status, reason });
  if ('failure' in observed) return row('unverifiable', observed.failure);
  if (observed.held === undefined) return row('missing', 'the source holds nothing of it');
  const drifted = differences(operation, operation.expected(intended.change, intended.idempotencyKey), observed.held);
  return drifted.length === 0 ? row('matched', '') : row('drifted', `differs in: ${drifted.join(', ')}`);
}

/**
 * Rows for what carries a mark of ours beyond one per intended write: a second one of the same mark is a duplicate,
 * a mark no ledger of ours knows is unexpected.
 */
export function compareMarks(
  known: ReadonlyMap<string, Intended>,
  marked: readonly { readonly marker: string; readonly reference: string }[],
): Row[] {
  const surplus: Row[] = [];
  for (const [mark, some] of Map.groupBy(marked, (one) => one.marker)) {
    const intended = known.get(mark);
    // The one the source named to us is ours; where it named none, the first.
    const ours = intended && (some.find(({ reference }) => reference === intended.reference) ?? some[0]);
    for (const { reference } of some.filter((candidate) => candidate !== ours)) {
      surplus.push(
        intended === undefined
          ? { messageId: null, reference, status: 'unexpected', reason: 'carries a mark of ours that no message of ours made' }
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

/** Every message of an operation by the mark its record carries. */
export const byMark = (intended: readonly Intended[]): Map<string, Intended> =>
  new Map(intended.map((one) => [marker(one.idempotencyKey), one]));
