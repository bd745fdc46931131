/** What the user behind the API key may see and change. By field alias, or `table.column`. */
export class Permissions {
  readonly #hidden = new Set<string>();
  readonly #readOnly = new Set<string>();

  hide(what: string, hidden: boolean): void {
    if (hidden) this.#hidden.add(what);
    else this.#hidden.delete(what);
  }

  protect(what: string, readOnly: boolean): void {
    if (readOnly) this.#readOnly.add(what);
    else this.#readOnly.delete(what);
  }

  maySee(...names: readonly string[]): boolean {
    return !names.some((name) => this.#hidden.has(name));
  }

  mayWrite(...names: readonly string[]): boolean {
    return this.maySee(...names) && !names.some((name) => this.#readOnly.has(name));
  }
}
