import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { quotedName } from '../config/typed.js';

const CROSSING = /\s*[×*+&]\s*/u;

/** @throws AskedWronglyError for a field that the survey does not have. What reads like a crossing may be the name of one field. */
export function refuseFields({ key, fields }: { readonly key: string; readonly fields: readonly string[] }, by: readonly string[]): void {
  for (const field of by.filter((one) => !fields.includes(one))) {
    if (CROSSING.test(field))
      throw new AskedWronglyError(
        `${field} crosses fields; that is refused until it can be done safely. Ask for one field after the other: --by ${field.split(CROSSING).map(quotedName).join(',')}`,
      );
    const inQuotes = fields.some((one) => quotedName(one) !== one)
      ? '. Those in double quotes are typed with them, and the shell wants its own around the whole'
      : '';
    throw new AskedWronglyError(
      `the survey ${key} has no field ${field}; it has: ${fields.map(quotedName).join(', ') || 'none'}${inQuotes}`,
    );
  }
}
