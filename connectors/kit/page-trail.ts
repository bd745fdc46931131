import { createHash } from 'node:crypto';
import { FatalError } from './errors.js';

/** Pages may come empty or twice while things move at the source, but not so many one after the other. */
const MOST_IN_VAIN = 100;

/** Sees that a walk from page to page gets on: a source may name a next page for ever. One short hash a page is held, and no record. */
export class PageTrail {
  readonly #seen = new Set<string>();
  #inVain = 0;

  /** @throws FatalError when page after page brought nothing that was not there before. */
  follow(keys: readonly string[]): void {
    const page = createHash('sha256').update(JSON.stringify(keys)).digest('base64').slice(0, 16);
    const isNew = keys.length > 0 && !this.#seen.has(page);
    this.#inVain = isNew ? 0 : this.#inVain + 1;
    this.#seen.add(page);
    if (this.#inVain > MOST_IN_VAIN)
      throw new FatalError(
        `${this.#inVain} pages one after the other brought nothing new, and each named a next one: the read would never end`,
      );
  }
}
