import { EmbeddedPostgresError, OWN_SERVER_HINT } from '../database/embedded/embedded-postgres-error.js';

/** Passes on why the embedded server cannot be had, without the way out that the demonstration does not go: it uses no other server. */
export function withoutOwnServer(cause: unknown): never {
  if (!(cause instanceof EmbeddedPostgresError)) throw cause;
  throw new EmbeddedPostgresError(cause.code, cause.message.replace(`, ${OWN_SERVER_HINT}`, ''), { cause });
}
