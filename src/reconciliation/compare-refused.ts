import type { AnyOperation, Fields } from '../../connectors/kit/connector.js';
import { type Intended, isThere, type Observation, type Row } from './compare-intended.js';

/** A value a source refused to set. */
export interface Refused extends Intended {
  /** What the source held when somebody looked before; undefined where nobody did. */
  readonly base: Fields | undefined;
}

/**
 * A refused value is meant to be nowhere: a row where it stands at the source all the same, or where nobody can tell.
 * @param meant what other writes of the same matter wanted, which reached the source: where one of them explains the value, its own row speaks of it.
 * @returns undefined where there is nothing to be said of it.
 */
export function compareRefused(
  operation: Pick<AnyOperation<unknown>, 'expected' | 'normalise'>,
  { messageId, reference, change, idempotencyKey, base, accepted, note }: Refused,
  meant: readonly Intended[],
  observed: Observation,
): Row | undefined {
  const row = { messageId, reference };
  if ('failure' in observed)
    // who is asked for a record there is not, or that nobody may see, refused its change for that
    return observed.isForGood
      ? undefined
      : { ...row, status: 'unverifiable', reason: `${REFUSED}, and whether it is there: ${observed.failure}` };
  const wanted = operation.expected(change, idempotencyKey);
  const { held } = observed;
  if (held === undefined || !isThere(operation, wanted, held)) return undefined;
  if (base !== undefined && isThere(operation, wanted, base)) return undefined; // it was there before
  const isMeant = meant.some((other) => isThere(operation, operation.expected(other.change, other.idempotencyKey), held));
  if (isMeant) return undefined;
  if (accepted !== undefined) return { ...row, status: 'matched', reason: note ?? '' };
  return {
    ...row,
    status: 'unexpected',
    reason: `${REFUSED}, and what it wanted stands there all the same: the source did it, or somebody entered it there`,
  };
}

const REFUSED = 'the source refused this';
