import { basename, extname, resolve } from 'node:path';
import { FatalError } from '../../connectors/kit/errors.js';
import { guessDelimiter } from '../../connectors/kit/tabular/guess-delimiter.js';
import { readTableInChunks } from '../../connectors/kit/tabular/read-table.js';
import { ColumnSampler } from '../../mappings/files/column-sample.js';
import { draftMap, type DraftMap } from '../../mappings/files/draft-map.js';
import type { ImportAs } from '../../mappings/files/import-map.js';
import { quoted, typed } from '../config/typed.js';
import { unusable } from './prepare-import.js';
import { print, printJson } from './terminal.js';
import { writeNew } from './write-new.js';

const SAMPLE = 20_000;

/** A tab is hard to type. */
const SPELLED: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t' };

interface DraftOptions {
  readonly json?: boolean;
  readonly delimiter?: string;
}

/** Writes a first guess of a mapping beside the file, or prints it for `-`. A map that is there is never written over. */
export async function writeDraft(file: string, as: ImportAs, to: string | true, { json, delimiter }: DraftOptions): Promise<void> {
  const draft = await draftOf(resolve(file), as, delimiter === undefined ? undefined : (SPELLED[delimiter] ?? delimiter));
  const text = `${JSON.stringify(draft, null, 2)}\n`;
  if (to === '-') return json === true ? printJson(draft) : print(text.trimEnd().split('\n'));
  const path = to === true ? `${file.slice(0, file.length - extname(file).length)}.map.json` : to;
  await writeNew(path, text);
  const lines = [
    `${path}: a first guess. Look it over, above all where it says “check”, and then:`,
    typed(`import ${quoted(file)} --as ${as} --map ${quoted(path)}`),
  ];
  if (json === true) printJson({ written: path, notes: draft.notes ?? [] });
  else print(lines);
}

/**
 * @param named what separates the columns, where somebody says so; else it is guessed.
 * @throws CommanderError when the file is no table.
 */
export async function draftOf(path: string, as: ImportAs, named?: string): Promise<DraftMap> {
  const sampler = new ColumnSampler();
  let rows = 0;
  let delimiter = named;
  try {
    delimiter ??= await guessDelimiter(path);
    for await (const chunk of readTableInChunks(path, { delimiter })) {
      for (const row of chunk) if ('fields' in row) sampler.add(row.fields);
      rows += chunk.length;
      if (rows >= SAMPLE) break;
    }
  } catch (cause) {
    if (cause instanceof FatalError) throw unusable(path, cause);
    throw cause;
  }
  if (sampler.samples.length === 0) throw unusable(path, new FatalError('it has no row that can be read'));
  const draft = draftMap(as, nameOf(path), sampler.samples);
  return delimiter === undefined || delimiter === ',' ? draft : { ...draft, file: { ...draft.file, delimiter } };
}

const LONGEST_NAME = 40;

const nameOf = (path: string): string =>
  basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-|-$/g, '') || 'import';
