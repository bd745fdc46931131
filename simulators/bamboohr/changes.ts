import type { Company, Employee } from './company.js';
import { fieldOf, historyOf, type Table } from './columns.js';
import { rowsByDate } from './reading.js';
import type { Row } from './rows.js';
import { inOneLine, type Stored } from './values.js';

type Values = Readonly<Record<string, Stored>>;

/** Sets fields; one with a history also changes the row of today, or begins one. */
export function setFields(company: Company, employee: Employee, values: Values): void {
  for (const [alias, value] of Object.entries(values)) employee.fields.set(alias, value);
  for (const [table, columns] of histories(values)) writeHistory(company, table, employee, columns);
  company.touch(employee);
}

export function addRow(company: Company, table: Table, employee: Employee, values: Values): Row {
  const row = company.rows.add(table.alias, employee.id, values);
  showCurrent(company, table, employee);
  company.touch(employee);
  return row;
}

export function changeRow(company: Company, table: Table, employee: Employee, row: Row, values: Values): void {
  row.values = { ...row.values, ...values };
  showCurrent(company, table, employee);
  company.touch(employee);
}

export function removeRow(company: Company, table: Table, employee: Employee, row: Row): void {
  company.rows.remove(table.alias, row);
  showCurrent(company, table, employee);
  company.touch(employee);
}

/** The values that belong to a history, by table and column. */
function histories(values: Values): ReadonlyMap<string, Values> {
  const found = new Map<string, Record<string, Stored>>();
  for (const [alias, value] of Object.entries(values)) {
    const kept = historyOf(alias);
    if (kept !== undefined) found.set(kept.table, { ...found.get(kept.table), [kept.column]: value });
  }
  return found;
}

function writeHistory(company: Company, alias: string, employee: Employee, columns: Values): void {
  const table = company.tables.get(alias);
  if (table?.effectiveOn === undefined) return;
  const current = currentRow(company, table, employee);
  const today = { [table.effectiveOn]: company.clock.today() };
  if (current !== undefined && dateOf(table, current) === company.clock.today()) current.values = { ...current.values, ...columns };
  else company.rows.add(alias, employee.id, { ...current?.values, ...today, ...columns });
  showCurrent(company, table, employee);
}

/** Shows the row of a history that holds today in the employee's own fields. */
function showCurrent(company: Company, table: Table, employee: Employee): void {
  const current = currentRow(company, table, employee);
  for (const [column, value] of Object.entries(current?.values ?? {})) {
    const field = fieldOf(table.alias, column);
    if (field !== undefined) employee.fields.set(field, value);
  }
}

function currentRow(company: Company, table: Table, employee: Employee): Row | undefined {
  if (table.effectiveOn === undefined) return undefined;
  return rowsByDate(company, table.alias, employee.id).findLast((row) => dateOf(table, row) <= company.clock.today());
}

const dateOf = (table: Table, row: Row): string => inOneLine(row.values[table.effectiveOn ?? ''] ?? null) ?? '';
