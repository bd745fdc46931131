import { isDeepStrictEqual } from 'node:util';
import type { AnyOperation, Fields } from './connector.js';

/** @returns the fields a reading lacks: a source leaves out what it does not show, which is not the same as holding nothing. */
export const notShown = (wanted: Fields, held: Fields): string[] => Object.keys(wanted).filter((field) => held[field] === undefined);

/** @returns the fields in which two readings differ where both show them, under the normalisation the operation declares. */
export function differences(operation: Pick<AnyOperation<unknown>, 'normalise'>, wanted: Fields, held: Fields): string[] {
  const normal = (field: string, value: unknown): unknown => (operation.normalise ? operation.normalise(field, value) : value) ?? null;
  return Object.keys(wanted).filter(
    (field) => held[field] !== undefined && !isDeepStrictEqual(normal(field, wanted[field]), normal(field, held[field])),
  );
}
