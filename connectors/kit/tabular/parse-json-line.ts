declare global {
  interface JSON {
    /** The standard's means to keep a number as it was written; TypeScript's library does not declare it yet. */
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

const MAY_HOLD_A_NUMBER = /[:[,]\s*-?\d/;

/**
 * One JSON object as text fields: strings as they are, numbers digit for digit as written, an empty string for null,
 * anything nested as JSON text.
 * @returns the fields, or what is wrong with the line.
 */
export function parseJsonLine(text: string): Record<string, string> | string {
  try {
    const parsed: unknown = MAY_HOLD_A_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) || JSON.isRawJSON(parsed))
      return 'the line is JSON, but not an object';
    return fieldsOf(parsed);
  } catch (error) {
    if (error instanceof SyntaxError) return 'the line is not JSON';
    if (error instanceof RangeError) return 'the line is nested too deeply'; // deeper than the stack
    throw error;
  }
}

/** A number that went through a double may come back as another: 12345678901234567890, 52000.00. */
const keepDigits = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? JSON.rawJSON(context.source) : value;

function fieldsOf(parsed: object): Record<string, string> | string {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '__proto__') return 'the object has a field "__proto__", which no record can carry';
    const text = textOf(value);
    // Escapes can spell what UTF-8 cannot and Postgres does not store.
    if (`${name}${text}`.includes('\0')) return 'a value holds a NUL character';
    if (!name.isWellFormed() || !text.isWellFormed()) return 'a value holds half a surrogate pair';
    fields[name] = text;
  }
  return fields;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
