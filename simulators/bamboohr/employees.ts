import type { Request, Response } from 'express';
import type { Ledger } from '../kit/ledger.js';
import { type Handler, jsonBody } from '../kit/simulator.js';
import { answer, answerEmpty, fieldElement, refuse, wantsJson } from './answers.js';
import { setFields } from './changes.js';
import type { Company, Employee } from './company.js';
import type { Field } from './fields.js';
import { readField, readFurthest } from './reading.js';
import { inOneLine, judge, type Stored } from './values.js';
import { element } from './xml.js';

/** Vendor sheet section 3: 400 names per request and no more. */
export const maxFields = 400;

/** One employee, read and changed (vendor sheet sections 3.2 and 4.1). */
export const employeeHandlers = (company: Company, ledger: Ledger): Readonly<Record<string, Handler>> => ({
  'GET /api/v1/employees/:id': (request, response) => {
    const employee = company.employee(String(request.params['id']));
    if (employee === undefined) return refuse(response, 404, 'The employee does not exist');
    const names = namesAsked(request);
    if (names.length > maxFields) return refuse(response, 400, `At most ${maxFields} fields may be asked for`);
    const shown = fieldsShown(company, employee, names, request.query['onlyCurrent'] === 'false' ? readFurthest : readField);
    answer(request, response, { id: employee.id, ...shown }, () =>
      element(
        'employee',
        { id: employee.id },
        Object.entries(shown).map(([name, value]) => fieldElement(name, value)),
      ),
    );
  },

  'POST /api/v1/employees/:id': (request, response) => {
    const employee = company.employee(String(request.params['id']));
    if (employee === undefined) return refuse(response, 404, 'The employee does not exist');
    const wanted = jsonBody(request);
    if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted) || Object.keys(wanted).length === 0) {
      return refuse(response, 400, 'The request is not a JSON object of fields');
    }
    const writable = writableOf(company, Object.entries(wanted));
    if (writable.length === 0) return refuse(response, 403, 'None of the fields can be updated');
    const judged = judgeAll(company, employee, writable);
    if ('refused' in judged) return refuse(response, 409, `Invalid value for ${judged.refused}`);

    setFields(company, employee, judged.values);
    ledger.record({ kind: 'employee.update', target: employee.id, values: inOneLines(judged.values) });
    answerUpdated(company, employee, request, response);
  },
});

/** Names the vendor does not know and fields the user may not see are left out, without a word. */
function fieldsShown(
  company: Company,
  employee: Employee,
  names: readonly string[],
  read: typeof readField,
): Record<string, string | null> {
  const shown: Record<string, string | null> = {};
  for (const name of names) {
    const field = company.fields.named(name);
    if (field !== undefined && company.permissions.maySee(field.alias)) shown[name] = inOneLine(read(company, employee, field.alias));
  }
  return shown;
}

function namesAsked(request: Request): readonly string[] {
  const asked = request.query['fields'];
  if (asked === undefined) return ['firstName', 'lastName'];
  return [asked]
    .flat()
    .flatMap((names) => String(names).split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

type Wish = readonly [field: Field, value: unknown];

/** What is left when the vendor has dropped, silently, what this user may not write. */
function writableOf(company: Company, wishes: readonly (readonly [name: string, value: unknown])[]): readonly Wish[] {
  return wishes.flatMap(([name, value]): readonly Wish[] => {
    const field = company.fields.named(name === 'reportsTo' || name === 'supervisorEId' ? 'supervisor' : name);
    if (field === undefined || company.fields.isDerived(field.alias)) return [];
    return company.permissions.mayWrite(field.alias, name) ? [[field, value]] : [];
  });
}

/** All or nothing: one invalid value and none is written. */
function judgeAll(
  company: Company,
  employee: Employee,
  wishes: readonly Wish[],
): { readonly values: Record<string, Stored> } | { readonly refused: string } {
  const values: Record<string, Stored> = {};
  for (const [field, wanted] of wishes) {
    const judged = judge(wanted, field, company);
    if (!judged.ok || isTaken(company, employee, field.alias, judged.value)) return { refused: field.alias };
    values[field.alias] = judged.value;
  }
  return { values };
}

/** No two people share a work address. */
function isTaken(company: Company, employee: Employee, alias: string, value: Stored): boolean {
  if (alias !== 'workEmail' || typeof value !== 'string') return false;
  const address = value.toLowerCase();
  return company.employees.some((other) => other !== employee && inOneLine(other.fields.get(alias) ?? null)?.toLowerCase() === address);
}

const inOneLines = (values: Readonly<Record<string, Stored>>) =>
  Object.fromEntries(Object.entries(values).map(([alias, value]) => [alias, inOneLine(value)]));

/** The specification says the body is empty; seen is this, where JSON is accepted (vendor sheet section 4.1). */
function answerUpdated(company: Company, employee: Employee, request: Request, response: Response): void {
  if (!wantsJson(request)) return answerEmpty(response);
  response.json({ id: employee.id, ...fieldsShown(company, employee, ['firstName', 'lastName', 'status'], readField) });
}
