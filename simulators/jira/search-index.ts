import type { Issue } from './issue.js';

interface Pending {
  readonly id: string;
  /** undefined once the issue is gone. */
  readonly version: Issue | undefined;
  readonly sequence: number;
  readonly visibleFromMs: number;
}

/**
 * What search sees: issues as they were some time ago (vendor sheet section 8).
 * Holds versions, not issues, so that an update is as late as a creation.
 */
export class SearchIndex {
  lagMs: number;
  readonly #now: () => Date;
  readonly #visible = new Map<string, { readonly version: Issue | undefined; readonly sequence: number }>();
  readonly #vanishing = new Map<string, number>();
  #pending: Pending[] = [];
  #sequence = 0;

  constructor(now: () => Date, lagMs: number) {
    this.#now = now;
    this.lagMs = lagMs;
  }

  /** Makes a version visible to search once the present lag has passed. */
  enqueue(id: string, version: Issue | undefined): void {
    this.#sequence += 1;
    this.#pending.push({ id, version, sequence: this.#sequence, visibleFromMs: this.#now().getTime() + this.lagMs });
  }

  flush(): void {
    this.#admit(() => true);
  }

  /** @param reconciled ids that are read as they are now, however late the index is. */
  *issues(reconciled: ReadonlySet<string>, live: (id: string) => Issue | undefined): Iterable<Issue> {
    const nowMs = this.#now().getTime();
    this.#admit(({ visibleFromMs }) => visibleFromMs <= nowMs);
    for (const [id, { version }] of this.#visible) if (version !== undefined && !reconciled.has(id)) yield version;
    for (const id of reconciled) {
      const issue = live(id);
      if (issue !== undefined) yield issue;
    }
  }

  /** The next query that would return this issue returns it not. */
  vanishOnce(id: string): void {
    this.#vanishing.set(id, (this.#vanishing.get(id) ?? 0) + 1);
  }

  takeVanished(id: string): boolean {
    const times = this.#vanishing.get(id) ?? 0;
    if (times > 0) this.#vanishing.set(id, times - 1);
    return times > 0;
  }

  #admit(isDue: (pending: Pending) => boolean): void {
    const due = this.#pending.filter(isDue);
    if (due.length === 0) return;
    this.#pending = this.#pending.filter((pending) => !isDue(pending));
    for (const { id, version, sequence } of due) {
      // A shorter lag lets a newer version overtake; the older one must not undo it.
      if (sequence > (this.#visible.get(id)?.sequence ?? -1)) this.#visible.set(id, { version, sequence });
    }
  }
}
