import { Company, type Employee } from './company.js';
import { type Clock, wholeSeconds } from './clock.js';
import { listNames } from './fields.js';
import { type BamboohrSeed, type SeedEmployee, SeedError } from './seed.js';
import { type Stored, seeded } from './values.js';

/** Fills a company with its seed. Nothing is judged: a real company's records hold what would be refused today. */
export function seedCompany(seed: BamboohrSeed, clock: Clock): Company {
  const company = new Company(seed, clock);
  for (const employee of seed.employees) company.add(employeeFrom(company, employee));
  for (const [table, rows] of Object.entries(seed.tables)) {
    for (const { id, employeeId, ...values } of rows) {
      if (!company.employee(employeeId))
        throw new SeedError(`the seed has a row of ${table} for the employee ${employeeId}, whom it does not have`);
      company.rows.add(table, employeeId, rowFrom(company, table, values), id);
    }
  }
  collectLists(company, new Set(seed.lists.map(({ alias }) => alias)));
  return company;
}

/** @throws SeedError when a field has a name the vendor does not have. */
export function employeeFrom(company: Company, { id, fields, lastChanged }: SeedEmployee): Employee {
  const changed = lastChanged ?? fields['lastChanged'];
  const at = typeof changed === 'string' ? wholeSeconds(new Date(changed)) : company.clock.now();
  const stored = new Map<string, Stored>();
  for (const [name, value] of inOrderOfWeight({ ...fields, ...payRateOf(fields) })) {
    const alias = aliasToSeed(company, name);
    if (alias !== undefined) stored.set(alias, seeded(value, typeToSeed(company, alias), company));
  }
  return { id, fields: stored, insertedAt: at, lastChanged: at };
}

export function rowFrom(company: Company, table: string, values: Readonly<Record<string, unknown>>): Record<string, Stored> {
  const columns = company.tables.get(table)?.columns ?? [];
  const unknown = Object.keys(values).find((name) => !columns.some(({ alias }) => alias === name));
  if (unknown !== undefined) throw new SeedError(`the table ${table} has no column ${unknown}`);
  const types = new Map(columns.map(({ alias, type }) => [alias, type === 'employee' ? 'text' : type]));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, seeded(value, types.get(name) ?? 'text', company)]));
}

/** The manager's id outweighs a name given beside it, so it is set last. */
const inOrderOfWeight = (fields: Readonly<Record<string, unknown>>) => {
  const weight = ['supervisorId', 'reportsToId', 'supervisorEid', 'supervisorEId'];
  return Object.entries(fields).sort(([one], [other]) => weight.indexOf(one) - weight.indexOf(other));
};

/** The dataset keeps amount and currency apart; the store does not. */
function payRateOf(fields: SeedEmployee['fields']): Record<string, unknown> {
  const { compensationPayRate: amount, compensationPayRateCurrencyCode: currency } = fields;
  if (typeof amount !== 'string' && typeof amount !== 'number') return {};
  return { compensationPayRate: typeof currency === 'string' ? `${amount} ${currency}` : amount };
}

function aliasToSeed(company: Company, name: string): string | undefined {
  if (name === 'compensationPayRateCurrencyCode') return undefined;
  if (name.startsWith('supervisorE') && name !== 'supervisorEmail') return 'supervisor';
  if (name === 'supervisorId') return 'supervisor';
  const field =
    name in listNames && name.endsWith('Id') && name !== 'reportsToId' && name !== 'employeeId' ? undefined : company.fields.anywhere(name);
  if (field === undefined)
    throw new SeedError(`the seed gives an employee the field ${name}, which the vendor does not have or does not keep`);
  return company.fields.isDerived(field.alias) ? undefined : field.alias;
}

const typeToSeed = (company: Company, alias: string) => (alias === 'supervisor' ? 'text' : (company.fields.named(alias)?.type ?? 'text'));

/** Lists the seed does not give hold whatever is in use. */
function collectLists(company: Company, given: ReadonlySet<string>): void {
  const collect = (list: string | undefined, values: () => Iterable<Stored | undefined>) => {
    if (list === undefined || given.has(list)) return;
    if (!company.lists.has(list)) company.lists.open(list, company.describeList(list));
    for (const value of new Set(values())) if (typeof value === 'string') company.lists.admit(list, value);
  };
  for (const { alias, list } of company.fields.all) collect(list, () => company.employees.map(({ fields }) => fields.get(alias)));
  for (const { alias: table, columns } of company.tables.values()) {
    const rows = company.employees.flatMap(({ id }) => company.rows.of(table, id));
    for (const { alias, list } of columns) collect(list, () => rows.map(({ values }) => values[alias]));
  }
}
