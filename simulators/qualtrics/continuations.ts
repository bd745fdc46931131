import { badRequest } from './envelope.js';
import type { ExportRequest } from './export-request.js';
import { type Continuation, newId, type QualtricsState, type StoredResponse, type Survey } from './state.js';

/** Vendor sheet section 4.2. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

export interface ContinuedExport extends Pick<Continuation, 'byModification' | 'handedOut'> {
  /** Was this state of the response handed out by an earlier export of the chain? */
  holds(stored: StoredResponse): boolean;
}

/**
 * What the export goes on from, or undefined on a first run.
 * @throws Refusal 400 when the token is unknown, another survey's, or older than seven days.
 */
export function continueFrom(state: QualtricsState, survey: Survey, { continuationToken }: ExportRequest): ContinuedExport | undefined {
  if (continuationToken === undefined) return undefined;
  const continuation = state.continuations.get(continuationToken);
  if (continuation === undefined || continuation.surveyId !== survey.id) throw badRequest('The continuation token is not valid.');
  if (continuation.expired || state.now().getTime() - continuation.issuedAt.getTime() > LIFETIME_MS) {
    throw badRequest('The continuation token has expired.');
  }
  const { byModification, handedOut } = continuation;
  return { byModification, handedOut, holds: (stored) => handedOut.get(stored.record.responseId) === revisionOf(stored, byModification) };
}

/** @returns the token of the completed export, where one was asked for. */
export function issueContinuation(
  state: QualtricsState,
  survey: Survey,
  { allowContinuation, continuationToken }: ExportRequest,
  byModification: boolean,
  chosen: readonly StoredResponse[],
  from: ContinuedExport | undefined,
): string | undefined {
  if (!allowContinuation && continuationToken === undefined) return undefined;
  const token = newId('CT');
  const handedOut = new Map(from?.handedOut);
  for (const stored of chosen) handedOut.set(stored.record.responseId, revisionOf(stored, byModification));
  state.continuations.set(token, { surveyId: survey.id, byModification, handedOut, issuedAt: state.now(), expired: false });
  return token;
}

/** Edits show only in exports by modification. */
const revisionOf = (stored: StoredResponse, byModification: boolean): number =>
  byModification ? stored.modifiedRevision : stored.recordedRevision;
