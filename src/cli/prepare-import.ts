import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { FatalError } from '../../connectors/kit/errors.js';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import { readTableInChunks } from '../../connectors/kit/tabular/read-table.js';
import type { TableOptions } from '../../connectors/kit/tabular/table.js';
import { mappingsFrom } from '../../mappings/files/file-mappings.js';
import { columnsNamed, type ImportAs, type ImportMap, importMap } from '../../mappings/files/import-map.js';
import { typed } from '../config/typed.js';
import { mapRaw } from '../records/map-raw.js';
import { askedWrongly } from './asked-wrongly.js';
import { nearestNames } from './nearest-names.js';
import { readJsonFile } from './read-json-file.js';

/** A file and its map, found to belong together before anything is written. */
export interface PreparedImport {
  readonly path: string;
  readonly map: ImportMap;
  readonly columns: readonly string[];
  readonly rehearsal: Rehearsal;
}

/** What reading and mapping the whole file would come to. */
export interface Rehearsal {
  readonly rows: number;
  /** Rows that cannot be read or mapped, by why: how many, and the line of the first. */
  readonly refused: ReadonlyMap<string, { readonly rows: number; readonly line: number }>;
}

/** @throws CommanderError saying what is wrong with the file or its map, with exit code 2. */
export async function prepareImport(file: string, as: ImportAs, mapPath: string): Promise<PreparedImport> {
  const path = resolve(file);
  const map = readMap(mapPath, as);
  try {
    const columns = await columnsOf(path, map.file);
    refuseAbsentColumns(file, mapPath, map, columns);
    return { path, map, columns, rehearsal: await rehearse(path, map) };
  } catch (cause) {
    if (cause instanceof FatalError) throw unusable(file, cause);
    throw cause;
  }
}

/** What to tell whoever named a file that is no table. */
export const unusable = (file: string, cause: FatalError) =>
  askedWrongly(
    `${basename(file)} cannot be imported: ${cause.message}. Nothing was written; give the path of a CSV, TSV or JSON-lines file that has rows.`,
    cause,
  );

function readMap(path: string, as: ImportAs): ImportMap {
  const written = readJsonFile(
    path,
    `It is the mapping; a first guess of one is written by: ${typed(`import FILE --as ${as} --draft-map`)}`,
  );
  if (typeof written === 'object' && written !== null && 'as' in written && written.as !== as)
    throw askedWrongly(
      `the mapping ${path} is for --as ${String(written.as)}, and the file is to be imported as ${as}: give one or the other.`,
    );
  const { success, data, error } = importMap.safeParse(written, { error: inPlainWords });
  if (success) return data;
  throw askedWrongly(`the mapping ${path} is wrong. ${wrongs(error).join('. ')}. What may stand in it is in docs/import.md.`, error);
}

const wrongs = (error: z.ZodError): string[] => error.issues.map(({ path, message }) => `${path.join('.') || 'the mapping'}: ${message}`);

const SAMPLE = 1_000;

/** The names in the header of a CSV or TSV; of JSON lines, the fields of the first thousand objects. */
export async function columnsOf(path: string, options: TableOptions): Promise<readonly string[]> {
  const columns = new Set<string>();
  let seen = 0;
  let refused: string | undefined;
  for await (const chunk of readTableInChunks(path, options)) {
    for (const row of chunk) {
      if ('reason' in row) refused ??= `line ${row.line}: ${row.reason}`;
      else for (const name of Object.keys(row.fields)) columns.add(name);
    }
    seen += chunk.length;
    if (columns.size > 0 && seen >= SAMPLE) break;
  }
  if (columns.size > 0) return [...columns];
  throw new FatalError(refused === undefined ? 'it has a header and no rows' : `none of its rows can be read (${refused})`);
}

function refuseAbsentColumns(file: string, mapPath: string, map: ImportMap, columns: readonly string[]): void {
  const absent = columnsNamed(map).filter(({ column }) => !columns.includes(column));
  if (absent.length === 0) return;
  const each = absent.map(({ column, by }) => {
    const near = nearestNames(column, columns);
    return `“${column}” (${by})${near.length === 0 ? '' : ` (did you mean ${near.map((name) => `“${name}”`).join(' or ')}?)`}`;
  });
  throw askedWrongly(
    `the mapping ${mapPath} names ${absent.length === 1 ? 'a column' : 'columns'} that ${basename(file)} does not have: ${each.join('; ')}. Nothing was written; the file has: ${columns.join(', ')}.`,
  );
}

/** Reads and maps every row once without keeping any, so that a file that will not do is refused whole. */
async function rehearse(path: string, map: ImportMap): Promise<Rehearsal> {
  const mappings = mappingsFrom(map).filter(({ stream }) => stream === 'rows');
  const refused = new Map<string, { readonly rows: number; readonly line: number }>();
  const count = (why: string, line: number) => {
    const known = refused.get(why);
    refused.set(why, { rows: (known?.rows ?? 0) + 1, line: known?.line ?? line });
  };
  let rows = 0;
  for await (const chunk of readTableInChunks(path, map.file)) {
    rows += chunk.length;
    const readable = chunk.filter((row) => {
      if ('reason' in row) count(row.reason, row.line);
      return 'fields' in row;
    });
    const landed = readable.map((row) => ({
      key: String(row.line),
      raw: { $key: `line ${row.line}`, ...('fields' in row ? row.fields : {}) },
    }));
    for (const { key, reason } of mapRaw(landed, mappings).misfits) count(reason, Number(key));
  }
  return { rows, refused };
}
