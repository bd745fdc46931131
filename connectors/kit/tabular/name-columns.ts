import { FatalError } from '../errors.js';

const OTHER_DELIMITERS = [',', ';', '\t', '|'];

/**
 * The columns' names, from the header's cells: trimmed, an empty one named for its place (`column 3`).
 * @throws FatalError when two columns would share a name, or the header shows that the file is not what it is taken for.
 */
export function nameColumns(cells: readonly string[], delimiterIsAssumed: boolean): readonly string[] {
  const [only] = cells;
  const other = cells.length === 1 && delimiterIsAssumed && OTHER_DELIMITERS.find((delimiter) => only?.includes(delimiter));
  if (other)
    throw new FatalError(
      `the header is one column that holds ${JSON.stringify(other)}: name the delimiter (in a mapping file: "file": { "delimiter": ${JSON.stringify(other)} })`,
    );

  const names = cells.map((cell, index) => cell.trim() || `column ${index + 1}`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new FatalError(`the header names two columns ${JSON.stringify(twice)}`);
  // Assigning to it would set the record's prototype and lose the value.
  if (names.includes('__proto__')) throw new FatalError('the header names a column "__proto__", which no record can carry');
  return names;
}
