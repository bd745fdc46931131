import { z } from 'zod';
import { type Money, money } from './seed.js';

/** A value as the vendor keeps it. A manager is kept by employee id and shown by name. */
export type Stored = string | Money | readonly string[] | null;

/** What a value is judged by besides itself. */
export interface Judge {
  isOption(list: string, name: string): boolean;
  /** The id of the employee with this id or display name. */
  employeeNamed(idOrName: string): string | undefined;
}

export type Judged = { readonly ok: true; readonly value: Stored } | { readonly ok: false };

const refused: Judged = { ok: false };
const accepted = (value: Stored): Judged => ({ ok: true, value });
const acceptedIf = (fits: boolean, value: Stored): Judged => (fits ? accepted(value) : refused);

/** Judges what a client or a person wants a field or column to hold. */
export function judge(given: unknown, { type, list }: { readonly type: string; readonly list?: string | undefined }, by: Judge): Judged {
  if (given === null || given === '') return accepted(null);
  if (type === 'currency') return currency(given);
  if (type === 'multilist') return several(given);
  if (typeof given === 'object') return refused;
  const text = String(given);
  switch (type) {
    case 'date':
      return acceptedIf(z.iso.date().safeParse(text).success, text);
    case 'int':
      return acceptedIf(/^-?\d+$/.test(text), text);
    case 'email':
      return acceptedIf(/^[^@\s]+@[^@\s]+$/.test(text), text);
    case 'status':
      return acceptedIf(text === 'Active' || text === 'Inactive', text);
    case 'list':
      return acceptedIf(list !== undefined && by.isOption(list, text), text);
    case 'employee': {
      const id = by.employeeNamed(text);
      return id === undefined ? refused : accepted(id);
    }
    default:
      return accepted(text);
  }
}

/** What a seed says is taken as it stands: a company's history may hold what would be refused today. */
export function seeded(given: unknown, type: string, by: Judge): Stored {
  const judged = judge(given, { type: type === 'list' ? 'text' : type }, by);
  if (judged.ok) return judged.value;
  return typeof given === 'string' ? given : JSON.stringify(given);
}

export const isMoney = (value: Stored): value is Money => typeof value === 'object' && value !== null && 'currency' in value;

/** `65000.00 USD`: the one-line form of employee fields. */
export function inOneLine(value: Stored): string | null {
  if (value === null || typeof value === 'string') return value;
  return isMoney(value) ? `${value.value} ${value.currency}` : value.join(', ');
}

/** `"65000.00 USD"`, `{"value":"65000.00","currency":"USD"}`, or a bare number in the company's own currency. */
function currency(given: unknown): Judged {
  const apart = money.safeParse(
    typeof given === 'object' && given !== null && 'value' in given ? { ...given, value: String(given.value) } : given,
  );
  const [value = '', code = 'USD'] = apart.success ? [apart.data.value, apart.data.currency] : String(given).trim().split(/\s+/);
  if (!/^-?\d+(\.\d+)?$/.test(value) || !/^[A-Z]{3}$/.test(code)) return refused;
  return accepted({ value: twoDecimals(value), currency: code });
}

/** Text, not arithmetic, so that no cent is lost to a float. */
function twoDecimals(amount: string): string {
  const [whole = '0', decimals = ''] = amount.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}

function several(given: unknown): Judged {
  const names = z.array(z.string()).safeParse(typeof given === 'string' ? [given] : given);
  return names.success ? accepted(names.data) : refused;
}
