import type { Company, Employee } from './company.js';
import { type Comparison, type Filter, passes } from './dataset-filter.js';
import { readField } from './reading.js';
import { inOneLine, isMoney } from './values.js';

export interface Selection {
  readonly where: Filter | undefined;
  readonly order: readonly { readonly name: string; readonly sign: 1 | -1 }[];
}

/** The employees a query means, in its order; otherwise in the order of their ids. */
export function select(company: Company, { where, order }: Selection): readonly Employee[] {
  const typeOf = (name: string) => company.fields.inDataset(name)?.type;
  const matching = company.employees.filter(
    (employee) =>
      where === undefined || passes(where, (name, comparison, to) => holds(typeOf(name), valueOf(company, employee, name), comparison, to)),
  );
  return matching.toSorted((one, other) => {
    for (const { name, sign } of order) {
      const rank = nothingFirst(typeOf(name), valueOf(company, one, name), valueOf(company, other, name));
      if (rank !== 0) return sign * rank;
    }
    return 0;
  });
}

/** What the user may not see, and what the vendor does not know, is not in the row. The specification has only strings there: what is empty is ''. */
export const shown = (company: Company, employee: Employee, names: readonly string[]) =>
  Object.fromEntries(
    names.filter((name) => visible(company, name) !== undefined).map((name) => [name, valueOf(company, employee, name) ?? '']),
  );

export function visible(company: Company, name: string) {
  const field = company.fields.inDataset(name);
  return field !== undefined && company.permissions.maySee(field.alias) ? field : undefined;
}

/** Amount and currency of a pay rate are two fields here. */
function valueOf(company: Company, employee: Employee, name: string): string | null {
  const stored = readField(company, employee, company.fields.inDataset(name)?.alias ?? name);
  if (isMoney(stored) && name === 'compensationPayRate') return stored.value;
  if (isMoney(stored) && name === 'compensationPayRateCurrencyCode') return stored.currency;
  return inOneLine(stored);
}

/** How two values that are not nothing stand to each other. */
function difference(type: string | undefined, one: string, other: string): number {
  if (type === 'timestamp') return Date.parse(one) - Date.parse(other);
  if ((type === 'int' || type === 'currency') && !Number.isNaN(Number(one)) && !Number.isNaN(Number(other)))
    return Number(one) - Number(other);
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Nothing equals nothing and is neither less nor more than anything. */
function holds(type: string | undefined, one: string | null, comparison: Comparison, other: string | null): boolean {
  if (one === null || other === null) return (one === other) === (comparison === 'eq') && (comparison === 'eq' || comparison === 'ne');
  return compares(difference(type, one, other), comparison);
}

function compares(order: number, comparison: Comparison): boolean {
  switch (comparison) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
  }
}

function nothingFirst(type: string | undefined, one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return difference(type, one, other);
}
