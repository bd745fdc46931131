/**
 * Errors are named by what the caller must do next, not by where they arose.
 * Anything that is not a HubError is a defect: it is never retried and never swallowed.
 */
export abstract class HubError extends Error {
  /** Stable, upper-snake, safe to alert on. Messages may change; codes may not. */
  abstract readonly code: string;

  constructor(
    message: string,
    /** Ids and counts only; never a person's data. */
    readonly context: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Try again later: HTTP 429/5xx, time-outs on reads, lost connections. */
export class TransientError extends HubError {
  readonly code = 'TRANSIENT';

  /** @param retryAfterMs what the source asked for, if it said. */
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    context?: HubError['context'],
    options?: ErrorOptions,
  ) {
    super(message, context, options);
  }
}

/** Set this one record or change aside and go on: it does not fit, or the source refused it for good. */
export class RecordError extends HubError {
  readonly code = 'RECORD_REJECTED';
}

/** Stop the run and tell a person: bad credentials, revoked scope, changed schema. */
export class FatalError extends HubError {
  readonly code = 'FATAL';
}

/** The write may or may not have landed: look before sending anything again. */
export class AmbiguousWriteError extends HubError {
  readonly code = 'AMBIGUOUS_WRITE';
}

/** Nothing was done: what was asked for is not there, or may not be asked for. Say what is, and let them ask again. */
export class AskedWronglyError extends HubError {
  readonly code = 'ASKED_WRONGLY';
}

const SAYS_NOTHING_FOR_GOOD = new Set([401, 408, 429]);

/**
 * Whether asking again is of no use: the source understood and refused (400, 403, 404, 410 and their like).
 * A credential that is no longer valid, a redirection or an answer of another shape says nothing of what was asked for.
 */
export function isRefusedForGood(cause: HubError): boolean {
  const status = Number(cause.context['status'] ?? 0);
  const isRefusal = status >= 400 && status < 500 && !SAYS_NOTHING_FOR_GOOD.has(status);
  return isRefusal && (cause instanceof RecordError || cause instanceof FatalError);
}
