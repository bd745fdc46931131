/** The vendor's clock: runs on a given one, and may be put to another hour. */
export class Clock {
  readonly #base: () => Date;
  #offsetMs = 0;

  constructor(base: () => Date) {
    this.#base = base;
  }

  nowMs(): number {
    return this.#base().getTime() + this.#offsetMs;
  }

  /** Whole seconds, as the vendor keeps time: two changes within one second bear the same stamp. */
  now(): Date {
    return wholeSeconds(new Date(this.nowMs()));
  }

  today(): string {
    return this.now().toISOString().slice(0, 10);
  }

  set(to: Date): void {
    this.#offsetMs = to.getTime() - this.#base().getTime();
  }
}

export const wholeSeconds = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 1000) * 1000);

/** `2026-06-02T13:10:19Z`, as in the lists of changes. */
export const zulu = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

/** `2026-06-02T13:10:19+00:00`, as in fields and datasets. */
export const withOffset = (instant: Date): string => `${instant.toISOString().slice(0, 19)}+00:00`;
