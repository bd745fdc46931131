import { type Company, displayName, type Employee } from './company.js';
import { withOffset } from './clock.js';
import { fieldOf, historyOf, type Table } from './columns.js';
import type { Row } from './rows.js';
import { inOneLine, type Stored } from './values.js';

/** What an employee field holds, worked out where the vendor works it out. */
export function readField(company: Company, employee: Employee, alias: string): Stored {
  switch (alias) {
    case 'id':
      return employee.id;
    case 'lastChanged':
      return withOffset(employee.lastChanged);
    case 'displayName':
      return displayName(employee);
    case 'fullName1':
      return [employee.fields.get('firstName'), employee.fields.get('lastName')].filter(Boolean).join(' ');
    case 'bestEmail':
      return employee.fields.get('workEmail') ?? employee.fields.get('homeEmail') ?? null;
    case 'supervisorEmail':
      return company.managerOf(employee)?.fields.get('workEmail') ?? null;
    case 'supervisorEId':
    case 'supervisorId':
      return company.managerOf(employee)?.id ?? null;
    case 'supervisor':
      return personShown(company, employee.fields.get(alias) ?? null);
    case 'isSupervisor':
      return company.isManager(employee) ? 'Yes' : 'No';
    default:
      return employee.fields.get(alias) ?? null;
  }
}

/** As `readField`, but a field with a history shows its furthest row, future ones included. */
export function readFurthest(company: Company, employee: Employee, alias: string): Stored {
  const kept = historyOf(alias);
  const furthest = kept && rowsByDate(company, kept.table, employee.id).at(-1);
  if (kept === undefined || furthest === undefined) return readField(company, employee, alias);
  return columnShown(company, alias === 'supervisor' ? 'employee' : '', furthest.values[kept.column] ?? null);
}

/** The rows of a history, oldest first; rows of one day in the order they came. */
export function rowsByDate(company: Company, table: string, employeeId: string): readonly Row[] {
  const date = company.tables.get(table)?.effectiveOn ?? '';
  const on = (row: Row) => inOneLine(row.values[date] ?? null) ?? '';
  return company.rows.of(table, employeeId).toSorted((one, other) => (on(one) < on(other) ? -1 : on(one) > on(other) ? 1 : 0));
}

/** A row's visible columns, without its ids. */
export function rowShown(company: Company, table: Table, row: Row): Record<string, Stored> {
  const visible = table.columns.filter(({ alias }) => company.permissions.maySee(...namesOf(table.alias, alias)));
  return Object.fromEntries(visible.map(({ alias, type }) => [alias, columnShown(company, type, row.values[alias] ?? null)]));
}

/** The names under which a column may be hidden or protected. */
export const namesOf = (table: string, column: string): readonly string[] => [`${table}.${column}`, fieldOf(table, column) ?? column];

const columnShown = (company: Company, type: string, value: Stored) => (type === 'employee' ? personShown(company, value) : value);

/** A person is kept by id and shown by name; a name nobody bears any more is shown as it is. */
function personShown(company: Company, value: Stored): Stored {
  if (typeof value !== 'string') return value;
  const person = company.employee(company.employeeNamed(value) ?? '');
  return person ? displayName(person) : value;
}
