import { randomBytes } from 'node:crypto';
import type { Place } from './jql-query.js';

/** Vendor sheet section 4.2. */
const VALID_FOR_MS = 7 * 86_400_000;

interface Position {
  readonly jql: string;
  /** Where the last page ended: what moves behind it shows again, what is indexed before it later does not show. */
  readonly after: Place;
  readonly expiresAtMs: number;
}

/** The opaque tokens search hands out: pages follow one another and cannot be chosen. */
export class PageTokens {
  readonly #positions = new Map<string, Position>();

  constructor(readonly now: () => Date) {}

  issue(jql: string, after: Place): string {
    const token = randomBytes(24).toString('base64url');
    this.#positions.set(token, { jql, after, expiresAtMs: this.now().getTime() + VALID_FOR_MS });
    return token;
  }

  /** undefined for a token that was never handed out, has expired, or belongs to another query. */
  position(token: string, jql: string): Place | undefined {
    const position = this.#positions.get(token);
    return position && position.jql === jql && position.expiresAtMs > this.now().getTime() ? position.after : undefined;
  }
}
