import type { Stored } from './values.js';

export interface Row {
  readonly id: string;
  readonly employeeId: string;
  values: Readonly<Record<string, Stored>>;
}

/** The rows of all tables, by table and employee, in the order they came. */
export class Rows {
  readonly #tables = new Map<string, Map<string, readonly Row[]>>();
  #lastId = 38000;

  /** @param id the seed's own, or the next free one. */
  add(table: string, employeeId: string, values: Row['values'], id?: string): Row {
    if (id !== undefined) this.#lastId = Math.max(this.#lastId, Number(id));
    const row = { id: id ?? String(++this.#lastId), employeeId, values };
    const ofTable = this.#tables.get(table) ?? new Map<string, readonly Row[]>();
    this.#tables.set(table, ofTable.set(employeeId, [...(ofTable.get(employeeId) ?? []), row]));
    return row;
  }

  of(table: string, employeeId: string): readonly Row[] {
    return this.#tables.get(table)?.get(employeeId) ?? [];
  }

  row(table: string, employeeId: string, id: string): Row | undefined {
    return this.of(table, employeeId).find((row) => row.id === id);
  }

  remove(table: string, row: Row): void {
    const left = this.of(table, row.employeeId).filter((one) => one !== row);
    this.#tables.get(table)?.set(row.employeeId, left);
  }

  removeAllOf(employeeId: string): void {
    for (const byEmployee of this.#tables.values()) byEmployee.delete(employeeId);
  }
}
