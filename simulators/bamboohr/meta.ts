import type { Request, Response } from 'express';
import type { Handler } from '../kit/simulator.js';
import { answer } from './answers.js';
import type { Company } from './company.js';
import { element } from './xml.js';

/** What the company is made of (vendor sheet section 3.8). */
export const metaHandlers = (company: Company): Readonly<Record<string, Handler>> => ({
  'GET /api/v1/meta/fields': (request, response) => showFields(company, request, response),
  'GET /api/v1/meta/tables': (request, response) => showTables(company, request, response),
  'GET /api/v1/meta/lists': (request, response) => showLists(company, request, response),
  'GET /api/v1/meta/users': (request, response) => showUsers(company, request, response),
});

function showFields(company: Company, request: Request, response: Response): void {
  const fields = company.fields.all.map(({ id, name, type, alias, deprecated }) => ({
    id: idOf(id),
    name,
    type,
    alias,
    ...(deprecated && { deprecated }),
  }));
  const inXml = () => fields.map(({ id, name, type, alias }) => element('field', { id: String(id), type, alias }, name));
  answer(request, response, fields, () => element('fields', {}, inXml()));
}

function showTables(company: Company, request: Request, response: Response): void {
  const tables = [...company.tables.values()].map(({ alias, columns }) => ({
    alias,
    fields: columns.map(({ id, name, alias, type }) => ({ id, name: name ?? alias, alias, type })),
  }));
  const columnsInXml = ({ fields }: (typeof tables)[number]) =>
    fields.map(({ id, name, ...rest }) => element('field', { id: String(id), ...rest }, name));
  const inXml = () => tables.map((table) => element('table', { alias: table.alias }, columnsInXml(table)));
  answer(request, response, tables, () => element('tables', {}, inXml()));
}

function showLists(company: Company, request: Request, response: Response): void {
  const lists = company.lists.all.map(({ options, ...list }) => ({
    ...list,
    options: options.map((option) => ({ ...option, createdDate: null, archivedDate: null })),
  }));
  if (request.query['format'] === 'json') return void response.json(lists);
  const optionsInXml = ({ options }: (typeof lists)[number]) =>
    options.map(({ id, archived, name }) => element('option', { id: String(id), archived }, name));
  const inXml = (list: (typeof lists)[number]) => {
    const { fieldId, alias, manageable, multiple } = list;
    return element('list', { fieldId, alias, manageable, multiple }, [
      element('name', {}, list.name),
      element('options', {}, optionsInXml(list)),
    ]);
  };
  answer(request, response, lists, () => element('lists', {}, lists.map(inXml)));
}

function showUsers(company: Company, request: Request, response: Response): void {
  const asked = String(request.query['status'] ?? '')
    .split(',')
    .filter((status) => status === 'enabled' || status === 'disabled');
  const users = company.users.filter(({ status }) => asked.length === 0 || asked.includes(status));
  const inXml = ({ id, employeeId, ...rest }: (typeof users)[number]) => {
    const ids = { id: String(id), employeeId: employeeId === 0 ? undefined : String(employeeId) };
    return element(
      'user',
      ids,
      Object.entries(rest).map(([name, value]) => element(name, {}, value)),
    );
  };
  answer(request, response, Object.fromEntries(users.map((user) => [user.id, user])), () => element('users', {}, users.map(inXml)));
}

/** A number where it is one; subfields have dotted text. */
const idOf = (id: string): number | string => (/^\d+$/.test(id) ? Number(id) : id);
