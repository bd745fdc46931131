import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Ledger } from '../kit/ledger.js';
import type { Handler } from '../kit/simulator.js';
import { ownUrl } from './answers.js';
import type { Company, Employee } from './company.js';
import { listNames } from './fields.js';
import { readField } from './reading.js';
import { inOneLine } from './values.js';

const always = ['firstName', 'lastName', 'preferredName', 'photoUrl', 'jobTitleName', 'status'] as const;
const extras = new Set(
  (
    'workEmail homeEmail bestEmail middleName workPhone workPhoneExtension mobilePhone homePhone skypeUsername linkedinUrl facebookUrl instagramUrl ' +
    'twitterUrl pinterestUrl birthDate hireDate divisionName divisionId departmentName departmentId locationName locationId jobTitleId ' +
    'employmentStatusName employmentStatusId reportsToName reportsToId'
  ).split(' '),
);
const sortable = new Set(['employeeId', 'firstName', 'lastName', 'preferredName', 'jobTitleName', 'status']);
const contained = ['firstName', 'lastName', 'jobTitleName'] as const;
/** The specification says 50 and 100 in one place, 250 and 2,500 in another: the smaller pair surprises more clients. */
const page = { usual: 50, most: 100 } as const;

type Refusal = { readonly code: 'BadRequest' | 'BadPage'; readonly message: string };
const badRequest = (message: string): Refusal => ({ code: 'BadRequest', message });
const badPage: Refusal = { code: 'BadPage', message: 'The page cursor is not valid' };

/** All employees, page by page (vendor sheet section 3.1). */
export const employeeListHandlers = (company: Company, ledger: Ledger): Readonly<Record<string, Handler>> => ({
  'GET /api/v1/employees': (request, response) => {
    const matching = match(company, request);
    if ('code' in matching) return refuse(response, matching);
    const sorted = sort(company, matching, text(request, 'sort'));
    if ('code' in sorted) return refuse(response, sorted);
    const cut = cutPage(request, sorted);
    if ('code' in cut) return refuse(response, cut);

    const names = [
      ...always,
      ...text(request, 'fields')
        .split(',')
        .filter((name) => extras.has(name)),
    ];
    const { employees, nextCursor, prevCursor, limit } = cut;
    ledger.serve('employees', employees.length);
    response.json({
      data: employees.map((employee) => shown(company, employee, names)),
      meta: { total: sorted.length, page: { limit, nextCursor, prevCursor } },
      _links: links(request, nextCursor, prevCursor),
    });
  },
});

const refuse = (response: Response, error: Refusal): void => void response.status(400).json({ error });

/** A field the user may not see is null here, and named. */
function shown(company: Company, employee: Employee, names: readonly string[]): Record<string, unknown> {
  const hidden = names.filter((name) => !company.permissions.maySee(aliasOf(name)));
  const values = names.map((name) => [name, hidden.includes(name) ? null : valueOf(company, employee, name)] as const);
  return { employeeId: employee.id, ...Object.fromEntries(values), _restrictedFields: hidden };
}

const aliasOf = (name: string): string => listNames[name] ?? name;

function valueOf(company: Company, employee: Employee, name: string): string | null {
  if (name === 'reportsToId') return inOneLine(readField(company, employee, 'supervisorEId'));
  const value = inOneLine(readField(company, employee, aliasOf(name)));
  if (!name.endsWith('Id') || name === 'employeeId' || value === null) return value;
  const option = company.lists.optionNamed(aliasOf(name), value);
  return option === undefined ? null : String(option.id);
}

/** A filter on a field the user may not see matches nobody, so that nothing can be learned from it. */
function match(company: Company, request: Request): readonly Employee[] | Refusal {
  const status = text(request, 'filter[status]');
  if (!['', 'active', 'inactive'].includes(status)) return badRequest('filter[status] is active or inactive');
  const ids = [request.query['filter[ids][]'], request.query['filter[ids]']]
    .flat()
    .flatMap((given) => (given === undefined ? [] : String(given).split(',')));
  const parts = contained.map((name) => [name, text(request, `filter[${name}]`).toLowerCase()] as const).filter(([, part]) => part !== '');
  const used = [...parts.map(([name]) => aliasOf(name)), ...(status === '' ? [] : ['status'])];
  if (!company.permissions.maySee(...used)) return [];
  return company.employees.filter(
    (employee) =>
      (ids.length === 0 || ids.includes(employee.id)) &&
      (status === '' || valueOf(company, employee, 'status')?.toLowerCase() === status) &&
      parts.every(([name, part]) => valueOf(company, employee, name)?.toLowerCase().includes(part)),
  );
}

function sort(company: Company, employees: readonly Employee[], by: string): readonly Employee[] | Refusal {
  const rules = by
    .split(',')
    .filter((rule) => rule !== '')
    .map((rule) => ({ name: rule.replace(/^-/, ''), sign: rule.startsWith('-') ? -1 : 1 }));
  const unknown = rules.find(({ name }) => !sortable.has(name));
  if (unknown !== undefined) return badRequest(`${unknown.name} cannot be sorted by`);
  if (!company.permissions.maySee(...rules.map(({ name }) => aliasOf(name)))) return [];
  return employees.toSorted((one, other) => {
    for (const { name, sign } of rules) {
      const order =
        name === 'employeeId' ? Number(one.id) - Number(other.id) : compare(valueOf(company, one, name), valueOf(company, other, name));
      if (order !== 0) return sign * order;
    }
    return 0; // already in the order of their ids
  });
}

/** Nothing comes before something. */
function compare(one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one < other ? -1 : 1;
}

const cursor = z.object({ to: z.enum(['next', 'prev']), id: z.string() });
type Cursor = z.output<typeof cursor>;

/** The person at the edge of a page is its cursor: gone or no longer matching, and the page cannot be found again. */
function cutPage(request: Request, sorted: readonly Employee[]) {
  const limit = Number(text(request, 'page[limit]') || page.usual);
  if (!Number.isInteger(limit) || limit < 1) return badRequest('page[limit] is a whole number from 1');
  const size = Math.min(limit, page.most);
  const [after, before] = [text(request, 'page[after]'), text(request, 'page[before]')];
  const edge = opened(after || before, after === '' ? 'prev' : 'next');
  const at = edge === undefined ? -1 : sorted.findIndex(({ id }) => id === edge.id);
  if ((after || before) !== '' && at === -1) return badPage;

  const from = after === '' && before !== '' ? Math.max(0, at - size) : at + 1;
  const to = after === '' && before !== '' ? at : from + size;
  const employees = sorted.slice(from, to);
  const [first, last] = [employees.at(0), employees.at(-1)];
  return {
    employees,
    limit: size,
    nextCursor: last !== undefined && to < sorted.length ? sealed({ to: 'next', id: last.id }) : null,
    prevCursor: first !== undefined && from > 0 ? sealed({ to: 'prev', id: first.id }) : null,
  };
}

const sealed = (content: Cursor): string => Buffer.from(JSON.stringify(content)).toString('base64url');

function opened(given: string, to: Cursor['to']): Cursor | undefined {
  const decoded = Buffer.from(given, 'base64url').toString('utf8');
  if (!/^\{.*\}$/.test(decoded)) return undefined;
  const content = z.string().transform(parseJson).pipe(cursor).safeParse(decoded);
  return content.success && content.data.to === to ? content.data : undefined;
}

function parseJson(content: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(content);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
}

function links(request: Request, nextCursor: string | null, prevCursor: string | null) {
  const link = (parameter?: string, at?: string | null) => {
    const url = new URL(request.originalUrl, ownUrl(request));
    if (parameter === undefined || at === undefined || at === null) return { href: url.href };
    url.searchParams.delete('page[after]');
    url.searchParams.delete('page[before]');
    url.searchParams.set(parameter, at);
    return { href: url.href };
  };
  return {
    self: link(),
    ...(nextCursor !== null && { next: link('page[after]', nextCursor) }),
    ...(prevCursor !== null && { prev: link('page[before]', prevCursor) }),
  };
}

const text = (request: Request, name: string): string => {
  const given = request.query[name];
  return given === undefined ? '' : [given].flat().map(String).join(',');
};
