/**
 * The database did not answer, or broke off. Whether a transaction that was being committed is there is not known.
 * No HubError: what those say is written down in the database.
 */
export class DatabaseAway extends Error {
  constructor(cause: unknown) {
    super(`the database is away: ${wordsOf(cause)}`, { cause });
    this.name = 'DatabaseAway';
  }
}

/** The system's words for a line that is not there, and PostgreSQL's for a server that is going or coming. */
const LINE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
const SERVER = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006']);
/** The client's own sentences, which have no code; and those of the pool, which takes a client back as soon as its line breaks. */
const CLIENT =
  /^Connection terminated|^Client has encountered a connection error|^Client was closed and is not queryable|query runner (was )?already released/i;

/** Runs what needs the database. @throws DatabaseAway in place of what pg throws when its line is lost; anything else as it is. */
export async function orAway<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw isLost(cause) ? new DatabaseAway(cause) : cause;
  }
}

/** By what it says, not by its class: a host with two addresses fails with one error for each. */
function isLost(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  if ('errors' in thrown && Array.isArray(thrown.errors)) return thrown.errors.length > 0 && thrown.errors.every(isLost);
  const code = codeOf(thrown);
  return LINE.has(code) || SERVER.has(code) || ('message' in thrown && CLIENT.test(String(thrown.message)));
}

/** The pool speaks of its own insides where a line broke that it had taken back already. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return /query runner/.test(cause.message) ? 'its line broke' : cause.message || codeOf(cause);
}

const codeOf = (thrown: object): string => ('code' in thrown ? String(thrown.code) : '');
