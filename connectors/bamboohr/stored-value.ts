import { sourceNumber } from '../kit/source-number.js';

/** Where the hub writes a rating: fields of a tenant's own, which may be of the vendor's kinds `int`, `decimal` or text. */
export const RATING_FIELDS = { ofRow: 'customRating', last: 'customLastRating' } as const;

const NUMBERS: ReadonlySet<string> = new Set(Object.values(RATING_FIELDS));

/**
 * A value as BambooHR may give it back, whatever was sent: trimmed, an emptied one as null or '' (4.7). A rating is a number in whatever
 * digits: `4` comes back as `4.0` from a field of decimals. Other fields are compared as text: `007` is another number of an employee than `7`.
 */
export function storedValue(field: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  if (text === '') return null;
  const number = NUMBERS.has(field) ? sourceNumber.safeParse(text).data : undefined;
  return number === undefined ? text : String(number);
}
