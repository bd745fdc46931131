import type { PersonReference } from '../canonical/reference.js';

/** Somebody by the id BambooHR never changes. */
export const employee = (id: string): PersonReference => ({ kind: 'bamboohr.employee', value: id });

/** BambooHR sends an empty value as null, as '' or not at all. */
export const orNull = (value: string | null | undefined): string | null =>
  value === undefined || value === null || value === '' || value === '0000-00-00' ? null : value;
