import { FatalError } from '../errors.js';
import { readTableInChunks } from './read-table.js';
import { formatByName } from './recognise.js';

/** The one that `.csv` stands for comes first: of two that do equally well it is meant. */
const DELIMITERS = [',', ';', '\t', '|'];
const ROWS_LOOKED_AT = 200;

/**
 * Which character separates the columns of a CSV: of those that divide the header, the one under which most of the first rows have
 * as many cells as the header, and of equals the one that makes more columns.
 * @returns undefined where none divides the header, or the file's name says it already.
 */
export async function guessDelimiter(path: string): Promise<string | undefined> {
  if (formatByName(path) !== 'csv') return undefined;
  const tried = await Promise.all(DELIMITERS.map(async (delimiter) => ({ delimiter, ...(await readUnder(path, delimiter)) })));
  return tried.filter(({ columns }) => columns > 1).toSorted((one, other) => other.fitting - one.fitting || other.columns - one.columns)[0]
    ?.delimiter;
}

async function readUnder(path: string, delimiter: string): Promise<{ readonly fitting: number; readonly columns: number }> {
  const read: number[] = [];
  let seen = 0;
  try {
    for await (const rows of readTableInChunks(path, { delimiter })) {
      for (const row of rows.slice(0, ROWS_LOOKED_AT - seen)) if ('fields' in row) read.push(Object.keys(row.fields).length);
      seen += rows.length;
      if (seen >= ROWS_LOOKED_AT) break;
    }
  } catch (error) {
    if (!(error instanceof FatalError)) throw error; // no table under this one
  }
  return { fitting: read.length / Math.min(Math.max(seen, 1), ROWS_LOOKED_AT), columns: read[0] ?? 0 };
}
