import { isDeepStrictEqual } from 'node:util';
import type { AnyOperation, Fields } from './connector.js';

/** @returns the fields in which two readings differ, under the normalisation the operation declares. */
export function differences(operation: Pick<AnyOperation<unknown>, 'normalise'>, wanted: Fields, held: Fields): string[] {
  const normal = (field: string, value: unknown): unknown => (operation.normalise ? operation.normalise(field, value) : value) ?? null;
  return Object.keys(wanted).filter((field) => !isDeepStrictEqual(normal(field, wanted[field]), normal(field, held[field])));
}
