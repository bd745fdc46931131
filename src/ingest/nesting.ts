/** No source we know nests its records half as deep; what does would exhaust the stack of whoever walks it. */
export const DEEPEST = 100;

/** The very value where it is nested no deeper than that, and otherwise one without what lies deeper. */
export function upToDepth(value: unknown, levels = DEEPEST): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return undefined;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const kept = entries.map(([name, inner]) => [name, upToDepth(inner, levels - 1)] as const);
  if (kept.every(([, inner], at) => inner === entries[at]?.[1])) return value;
  return Array.isArray(value) ? kept.map(([, inner]) => inner) : Object.fromEntries(kept);
}
