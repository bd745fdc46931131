import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Handler } from '../kit/simulator.js';
import { addRow, changeRow, removeRow, setFields } from './changes.js';
import type { Table } from './columns.js';
import type { Company, Employee } from './company.js';
import { seedEmployee, SeedError } from './seed.js';
import { employeeFrom, rowFrom } from './seeding.js';
import { judge } from './values.js';

const values = z.record(z.string(), z.unknown());

/** What a person or an administrator does at the vendor behind the client's back. Nothing of it is in the ledger. */
export const controls = (company: Company): Readonly<Record<string, Handler>> => ({
  'hide-field': control(z.object({ field: z.string(), hidden: z.boolean() }), ({ field, hidden }) =>
    company.permissions.hide(named(company, field), hidden),
  ),
  'read-only-field': control(z.object({ field: z.string(), readOnly: z.boolean() }), ({ field, readOnly }) =>
    company.permissions.protect(named(company, field), readOnly),
  ),
  'set-field': control(z.object({ employeeId: z.string(), field: z.string(), value: z.unknown() }), ({ employeeId, field, value }) =>
    setByPerson(company, employee(company, employeeId), field, value),
  ),
  'set-field-of-all': control(z.object({ field: z.string(), value: z.unknown() }), ({ field, value }) => {
    const at = company.clock.now(); // a bulk change is one change: everybody bears its second
    for (const each of company.employees) setByPerson(company, each, field, value);
    for (const each of company.employees) company.touch(each, at);
  }),
  'add-employee': control(seedEmployee, (added) => {
    if (company.employee(added.id)) throw new ControlError(`the employee ${added.id} is there already`);
    company.add(employeeFrom(company, added));
  }),
  'remove-employee': control(z.object({ employeeId: z.string() }), ({ employeeId }) => company.remove(employee(company, employeeId))),
  'add-table-row': control(z.object({ employeeId: z.string(), table: z.string(), values }), ({ employeeId, table, values }) => {
    const row = addRow(company, tableNamed(company, table), employee(company, employeeId), rowFrom(company, table, values));
    return { rowId: row.id };
  }),
  'set-table-row': control(
    z.object({ employeeId: z.string(), table: z.string(), rowId: z.string(), values }),
    ({ employeeId, table, rowId, values }) =>
      changeRow(
        company,
        tableNamed(company, table),
        employee(company, employeeId),
        rowWith(company, table, employeeId, rowId),
        rowFrom(company, table, values),
      ),
  ),
  'remove-table-row': control(z.object({ employeeId: z.string(), table: z.string(), rowId: z.string() }), ({ employeeId, table, rowId }) =>
    removeRow(company, tableNamed(company, table), employee(company, employeeId), rowWith(company, table, employeeId, rowId)),
  ),
  'set-clock': control(z.object({ now: z.iso.datetime({ offset: true }) }), ({ now }) => company.clock.set(new Date(now))),
});

/** What was asked for cannot be done; anything else that goes wrong is a defect. */
class ControlError extends Error {}

/** 200 with what the change answers, 400 with the reason it was not made. */
function control<Wish extends z.ZodType>(schema: Wish, change: (wish: z.output<Wish>) => object | void): Handler {
  return (request: Request, response: Response) => {
    const wish = schema.safeParse(request.body);
    if (!wish.success) return void response.status(400).json({ error: wish.error.issues });
    try {
      response.json(change(wish.data) ?? {});
    } catch (error) {
      if (!(error instanceof ControlError || error instanceof SeedError)) throw error;
      response.status(400).json({ error: error.message });
    }
  };
}

/** The alias of a field by any of its names, or `table.column`. */
function named(company: Company, name: string): string {
  const [table = '', column] = name.split('.');
  if (company.tables.get(table)?.columns.some(({ alias }) => alias === column)) return name;
  const isColumn = [...company.tables.values()].some(({ columns }) => columns.some(({ alias }) => alias === name));
  const alias = company.fields.anywhere(name)?.alias ?? (isColumn ? name : undefined);
  if (alias === undefined) throw new ControlError(`there is no field ${name}`);
  return alias;
}

/** A person picks from a list, or puts a new value on it first. */
function setByPerson(company: Company, employee: Employee, name: string, value: unknown): void {
  const found = company.fields.anywhere(name);
  const field = found?.alias.startsWith('supervisor') ? company.fields.named('supervisor') : found;
  if (field === undefined || company.fields.isDerived(field.alias))
    throw new ControlError(`there is no field ${name} that a person could set`);
  if (field.list !== undefined && typeof value === 'string' && value !== '') company.lists.admit(field.list, value);
  const judged = judge(value, field, company);
  if (!judged.ok) throw new ControlError(`the value does not fit ${name}`);
  setFields(company, employee, { [field.alias]: judged.value });
}

function employee(company: Company, id: string): Employee {
  const found = company.employee(id);
  if (found === undefined) throw new ControlError(`there is no employee ${id}`);
  return found;
}

function tableNamed(company: Company, alias: string): Table {
  const table = company.tables.get(alias);
  if (table === undefined) throw new ControlError(`there is no table ${alias}`);
  return table;
}

function rowWith(company: Company, table: string, employeeId: string, rowId: string) {
  const row = company.rows.row(table, employeeId, rowId);
  if (row === undefined) throw new ControlError(`the employee ${employeeId} has no row ${rowId} in ${table}`);
  return row;
}
