/**
 * Counts, for each requested field, in how many records it carried a value.
 * A field inside another is named by its path (`fields.assignee`); a name that has a dot of its own is taken whole first.
 */
export const fillOf = (records: readonly unknown[], requested: readonly string[]): Record<string, number> =>
  Object.fromEntries(requested.map((field) => [field, records.filter((raw) => carries(raw, field)).length]));

function carries(raw: unknown, field: string): boolean {
  const value = valueAt(raw, field);
  return value !== undefined && value !== null && value !== '';
}

function valueAt(raw: unknown, field: string): unknown {
  const own = ownValue(raw, field);
  return own === undefined && field.includes('.') ? field.split('.').reduce(ownValue, raw) : own;
}

const ownValue = (raw: unknown, name: string): unknown =>
  typeof raw === 'object' && raw !== null && Object.hasOwn(raw, name) ? Reflect.get(raw, name) : undefined;
