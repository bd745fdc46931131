/** One change a simulated vendor made because of a request: what reconciliation is measured against. */
export interface Effect {
  /** The vendor's word for it: `employee.update`, `table-row.create`, `issue.create`. */
  readonly kind: string;
  /** What was changed, in the vendor's own id. */
  readonly target: string;
  /** The values that were set, as the vendor stored them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Everything a simulated vendor served and did, kept so that nobody has to take the hub's word for it. */
export class Ledger {
  readonly #effects: Effect[] = [];
  readonly #served = new Map<string, number>();

  record(effect: Effect): void {
    this.#effects.push(structuredClone(effect));
  }

  /** Counts records handed out; `stream` is the vendor's name of the list (`employees`, `issues`). */
  serve(stream: string, records: number): void {
    this.#served.set(stream, (this.#served.get(stream) ?? 0) + records);
  }

  get effects(): readonly Effect[] {
    return this.#effects;
  }

  get served(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#served);
  }

  clear(): void {
    this.#effects.length = 0;
    this.#served.clear();
  }
}
