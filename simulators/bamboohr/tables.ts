import type { Request, Response } from 'express';
import type { Ledger } from '../kit/ledger.js';
import { type Handler, jsonBody } from '../kit/simulator.js';
import { answer, answerEmpty, fieldElement, refuse } from './answers.js';
import { addRow, changeRow, removeRow } from './changes.js';
import type { Table } from './columns.js';
import type { Company, Employee } from './company.js';
import { namesOf, rowShown } from './reading.js';
import { judge, type Stored } from './values.js';
import { element } from './xml.js';

/** Table rows, read and written (vendor sheet sections 3.7 and 4.2). */
export function tableHandlers(company: Company, ledger: Ledger): Readonly<Record<string, Handler>> {
  const create: Handler = (request, response) => createRow(company, ledger, request, response);
  const update: Handler = (request, response) => updateRow(company, ledger, request, response);
  return {
    'GET /api/v1/employees/:id/tables/:table': (request, response) => readRows(company, ledger, request, response),
    'POST /api/v1/employees/:id/tables/:table': create,
    'POST /api/v1/employees/:id/tables/:table/:rowId': update,
    'POST /api/v1_1/employees/:id/tables/:table': create,
    'POST /api/v1_1/employees/:id/tables/:table/:rowId': update,
    'DELETE /api/v1/employees/:id/tables/:table/:rowId': (request, response) => deleteRow(company, ledger, request, response),
  };
}

function readRows(company: Company, ledger: Ledger, request: Request, response: Response): void {
  const table = tableAsked(company, request);
  const isAll = request.params['id'] === 'all';
  const employees = isAll ? company.employees : [employeeAsked(company, request)].filter((employee) => employee !== undefined);
  if (table === undefined || (!isAll && employees.length === 0)) return refuse(response, 404, 'The employee or table does not exist');
  const rows = employees
    .flatMap(({ id }) => company.rows.of(table.alias, id))
    .map((row) => ({ id: row.id, employeeId: row.employeeId, columns: rowShown(company, table, row) }));
  if (isAll) ledger.serve(`tables/${table.alias}`, rows.length);
  answer(
    request,
    response,
    rows.map(({ columns, ...ids }) => ({ ...ids, ...columns })),
    () =>
      element(
        'table',
        {},
        rows.map(({ columns, ...ids }) =>
          element(
            'row',
            ids,
            Object.entries(columns).map(([alias, value]) => fieldElement(alias, value)),
          ),
        ),
      ),
  );
}

/** Adds a row every time it is asked to, and tells nobody its id. */
function createRow(company: Company, ledger: Ledger, request: Request, response: Response): void {
  const place = placeAsked(company, request);
  if (place === undefined) return refuse(response, 404, 'The employee or table does not exist');
  const { employee, table } = place;
  const values = judgeRow(company, table, request);
  if ('status' in values) return refuse(response, values.status, values.reason);
  const missing = table.columns.find(({ alias, required }) => required && (values.accepted[alias] ?? null) === null);
  if (missing !== undefined) return refuse(response, 400, `${missing.alias} is missing`);

  const row = addRow(company, table, employee, values.accepted);
  ledger.record({ kind: 'table-row.create', target: target(employee, table, row.id), values: values.accepted });
  answerEmpty(response);
}

function updateRow(company: Company, ledger: Ledger, request: Request, response: Response): void {
  const place = placeAsked(company, request);
  const row = place && company.rows.row(place.table.alias, place.employee.id, String(request.params['rowId']));
  if (place === undefined || row === undefined) return refuse(response, 404, 'The employee, table or row does not exist');
  const { employee, table } = place;
  const values = judgeRow(company, table, request);
  if ('status' in values) return refuse(response, values.status, values.reason);
  const emptied = table.columns.find(({ alias, required }) => required && values.accepted[alias] === null);
  if (emptied !== undefined) return refuse(response, 400, `${emptied.alias} is missing`);

  changeRow(company, table, employee, row, values.accepted);
  ledger.record({ kind: 'table-row.update', target: target(employee, table, row.id), values: values.accepted });
  answerEmpty(response);
}

/** A row that is not there is a failure inside a 200. */
function deleteRow(company: Company, ledger: Ledger, request: Request, response: Response): void {
  const place = placeAsked(company, request);
  if (place === undefined) return refuse(response, 400, 'Invalid employee ID or table name');
  const { employee, table } = place;
  const row = company.rows.row(table.alias, employee.id, String(request.params['rowId']));
  if (row === undefined) return void response.json({ success: false, error: 'The row was not found' });

  removeRow(company, table, employee, row);
  ledger.record({ kind: 'table-row.delete', target: target(employee, table, row.id), values: row.values });
  response.json({ success: true });
}

type JudgedRow = { readonly accepted: Record<string, Stored> } | { readonly status: 400 | 403 | 406; readonly reason: string };

/** Columns the table does not have or the user may not write are skipped without a word, as long as one is left. */
function judgeRow(company: Company, table: Table, request: Request): JudgedRow {
  const wanted = jsonBody(request);
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted) || Object.keys(wanted).length === 0) {
    return { status: 400, reason: 'The request is not a JSON object of columns' };
  }
  const accepted: Record<string, Stored> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const column = table.columns.find(({ alias }) => alias === name);
    if (column === undefined || !company.permissions.mayWrite(...namesOf(table.alias, name))) continue;
    const judged = judge(value, column, company);
    if (!judged.ok) return { status: 406, reason: `Invalid value for ${name}` };
    accepted[name] = judged.value;
  }
  return Object.keys(accepted).length === 0 ? { status: 403, reason: 'None of the columns can be written' } : { accepted };
}

function placeAsked(company: Company, request: Request): { readonly employee: Employee; readonly table: Table } | undefined {
  const [employee, table] = [employeeAsked(company, request), tableAsked(company, request)];
  return employee === undefined || table === undefined ? undefined : { employee, table };
}

const employeeAsked = (company: Company, request: Request) => company.employee(String(request.params['id']));
const tableAsked = (company: Company, request: Request) => company.tables.get(String(request.params['table']));
const target = (employee: Employee, table: Table, rowId: string) => `${employee.id}/${table.alias}/${rowId}`;
