import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Handler } from '../kit/simulator.js';
import { answer, fieldElement, refuse } from './answers.js';
import { zulu } from './clock.js';
import type { Company } from './company.js';
import { rowShown } from './reading.js';
import { element } from './xml.js';

const since = z.iso.datetime({ offset: true }).transform((instant) => new Date(instant));
const wantedType = z.enum(['inserted', 'updated', 'deleted', 'all']).default('all');

interface Change {
  readonly id: string;
  readonly action: 'Inserted' | 'Updated' | 'Deleted';
  readonly at: Date;
}

/** Who changed, and in whose tables (vendor sheet sections 3.6 and 3.7). */
export const changedHandlers = (company: Company): Readonly<Record<string, Handler>> => ({
  'GET /api/v1/employees/changed': (request, response) => showChanged(company, request, response),
  'GET /api/v1/employees/changed/tables/:table': (request, response) => showChangedRows(company, request, response),
});

function showChanged(company: Company, request: Request, response: Response): void {
  const from = since.safeParse(request.query['since']);
  const type = wantedType.safeParse(request.query['type']);
  if (!from.success) return refuse(response, 400, 'since is not an ISO 8601 timestamp');
  if (!type.success) return refuse(response, 400, 'type is not one of inserted, updated, deleted, all');

  const changes = changesSince(company, from.data).filter(({ action }) => type.data === 'all' || action.toLowerCase() === type.data);
  const latest = zulu(changes.reduce((latest, { at }) => (at > latest ? at : latest), from.data));
  const entries = changes.map(({ id, action, at }) => ({ id, action, lastChanged: zulu(at) }));
  const inXml = () => entries.map((entry) => element('employee', entry));
  const json = { latest, employees: mapOrNothing(entries.map((entry) => [entry.id, entry])) };
  answer(request, response, json, () => element('employees', { latest }, inXml()));
}

/** Any change of an employee brings all their rows, and no row says its id. */
function showChangedRows(company: Company, request: Request, response: Response): void {
  const from = since.safeParse(request.query['since']);
  if (!from.success) return refuse(response, 400, 'since is not an ISO 8601 timestamp');
  const table = company.tables.get(String(request.params['table']));
  if (table === undefined) return refuse(response, 404, 'The table does not exist');

  const entries = company.employees
    .filter(({ lastChanged }) => lastChanged >= from.data)
    .map(({ id, lastChanged }) => {
      const rows = company.rows.of(table.alias, id).map((row) => rowShown(company, table, row));
      return { id, lastChanged: zulu(lastChanged), rows };
    });
  const rowInXml = (row: (typeof entries)[number]['rows'][number]) =>
    element(
      'row',
      {},
      Object.entries(row).map(([alias, value]) => fieldElement(alias, value)),
    );
  const inXml = () => entries.map(({ id, lastChanged, rows }) => element('employee', { id, lastChanged }, rows.map(rowInXml)));
  const json = { table: table.alias, employees: mapOrNothing(entries.map(({ id, ...entry }) => [id, entry])) };
  answer(request, response, json, () => element('table', { id: table.alias }, inXml()));
}

/** Inclusive: the vendor does not say, and a client that counts on the opposite would lose the second it stopped at. */
function changesSince(company: Company, from: Date): readonly Change[] {
  const present = company.employees.map(({ id, insertedAt, lastChanged }): Change => ({
    id,
    action: insertedAt >= from ? 'Inserted' : 'Updated',
    at: lastChanged,
  }));
  const removed = [...company.removed].map(([id, at]): Change => ({ id, action: 'Deleted', at }));
  return [...present, ...removed].filter(({ at }) => at >= from);
}

/** An empty map leaves the vendor's back end as an empty list. */
const mapOrNothing = <Entry>(entries: readonly (readonly [string, Entry])[]): Record<string, Entry> | [] =>
  entries.length === 0 ? [] : Object.fromEntries(entries);
