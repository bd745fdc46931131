import { z } from 'zod';
import type { FileRow } from '../../connectors/files/streams/rows.js';
import { day, type PersonReference } from '../canonical/reference.js';
import type { FieldMapping } from '../kit/mapping.js';
import type { Cell, People } from './map-parts.js';

/** A cell that does not fit, by its column; never the cell's text, which may be personal. */
export const misfit = (columns: readonly string[], why: string): z.ZodError =>
  new z.ZodError([
    { code: 'custom', path: [columns.join(', ')], message: `column ${columns.map((column) => JSON.stringify(column)).join(', ')}: ${why}` },
  ]);

/** A cell without the spaces around it; '' where a JSON line has no such field. */
export const textIn = (row: FileRow, column: string): string => (Object.hasOwn(row, column) ? (row[column] ?? '').trim() : '');

type Made<Value> = FieldMapping<FileRow, Value, undefined>;

const columnOf = (cell: Cell): string | undefined => (typeof cell === 'string' ? cell : 'column' in cell ? cell.column : undefined);

function wordIn(row: FileRow, cell: Cell): string {
  if (typeof cell === 'string') return textIn(row, cell);
  if ('is' in cell) return cell.is;
  const word = textIn(row, cell.column);
  return Object.hasOwn(cell.values, word) ? (cell.values[word] ?? word) : word;
}

/** Makes one field from a cell; an empty cell is null, and `read` is asked for anything else. */
function made<Value>(cell: Cell | undefined, read: (word: string, refuse: (why: string) => z.ZodError) => Value): Made<Value | null> {
  if (cell === undefined) return { from: [], make: () => null };
  const column = columnOf(cell);
  return {
    from: column === undefined ? [] : [column],
    make: (row) => {
      const word = wordIn(row, cell);
      return word === '' ? null : read(word, (why) => misfit([column ?? 'is'], why));
    },
  };
}

/** The same where an empty cell does not do. */
function needed<Value>({ from, make }: Made<Value | null>): Made<Value> {
  return {
    from,
    make: (row, part) => {
      const value = make(row, part);
      if (value === null) throw misfit(from, 'is empty');
      return value;
    },
  };
}

const NUMBER = /^-?\d+(\.\d+)?$/;

export const maybeText = (cell: Cell | undefined) => made(cell, (word) => word);
export const text = (cell: Cell) => needed(maybeText(cell));

export const maybeNumber = (cell: Cell | undefined) =>
  made(cell, (word, refuse) => {
    if (!NUMBER.test(word)) throw refuse('is no number in digits with a decimal point');
    return Number(word);
  });
export const number = (cell: Cell) => needed(maybeNumber(cell));

export const maybeDay = (cell: Cell | undefined) =>
  made(cell, (word, refuse) => {
    if (!day.safeParse(word).success) throw refuse('is no day written as 2026-03-31');
    return word;
  });
export const dayOf = (cell: Cell) => needed(maybeDay(cell));

export const maybePerson = (people: People | undefined): Made<PersonReference | null> =>
  made(people?.column, (value) => ({ kind: people?.kind ?? '', value }));
export const person = (people: People): Made<PersonReference> => needed(maybePerson(people));

/** One of a few words, which the map's `values` lead to. */
export const wordOf = <Word extends string>(cell: Cell, words: readonly Word[]): Made<Word> =>
  needed(
    made(cell, (word, refuse) => {
      const found = words.find((known) => known === word);
      if (found === undefined) throw refuse(`holds a word that the mapping does not lead to one of: ${words.join(', ')}`);
      return found;
    }),
  );

export function money({
  amount,
  currency,
}: {
  readonly amount: Cell;
  readonly currency: Cell;
}): Made<{ amount: string; currency: string }> {
  const digits = needed(
    made(amount, (word, refuse) => {
      if (!NUMBER.test(word)) throw refuse('is no amount in digits with a decimal point');
      if (word.startsWith('-')) throw refuse('is an amount below zero, where pay of zero or more fits');
      return word;
    }),
  );
  const code = needed(
    made(currency, (word, refuse) => {
      if (!/^[A-Z]{3}$/.test(word)) throw refuse('is no currency of three capital letters');
      return word;
    }),
  );
  return {
    from: [...digits.from, ...code.from],
    make: (row, part) => ({ amount: digits.make(row, part), currency: code.make(row, part) }),
  };
}
