import { z } from 'zod';
import type { Refused } from '../../kit/connector.js';
import { FatalError, TransientError } from '../../kit/errors.js';
import { isStorableKey, LONGEST_KEY } from '../../kit/storable-key.js';
import { listTables } from '../../kit/tabular/list-tables.js';
import { readTableInChunks } from '../../kit/tabular/read-table.js';
import { type RefusedRow, type TableRow, excerptOf } from '../../kit/tabular/table.js';
import { type FilesConfig, files, tableOptions } from '../source.js';
import { atFile, whichFile } from '../which-file.js';

/** A row under its own column names, all of it text. `$key` is ours: the value of the key column, or where the row stands. */
export const fileRow = z.object({ $key: z.string().min(1) }).catchall(z.string());
export type FileRow = z.infer<typeof fileRow>;

/** Where an unfinished read stands. Empty once everything was read: the next read begins anew. */
const rowsCheckpoint = z.object({ at: z.object({ file: z.string(), line: z.int().min(1), fingerprint: z.string() }).optional() });

const PAGE_ROWS = 1_000;
/** Chunks of the file one page may gather from (256 KB each): a thousand rows of megabytes would not fit in memory. */
const PAGE_CHUNKS = 64;

/** Every row of the file, or of the folder's files in the order of their names. */
export const rows = files.stream({
  name: 'rows',
  reference: 'https://www.rfc-editor.org/rfc/rfc4180',
  record: fileRow,
  key: (row) => row.$key,
  checkpoint: rowsCheckpoint,
  deletes: 'never', // a file may hold only what is new
  requested: ({ keyColumn }) => (keyColumn === undefined ? [] : [keyColumn]),
  sensitivity: { rest: 'confidential' }, // nobody has said yet what the columns hold
  cost: () => 0,

  goesOnFrom: async ({ config }, { at }) => at?.fingerprint === (await listed(config)).fingerprint,

  async *read({ config, signal }, from) {
    const { files: tables, fingerprint } = await listed(config);
    if (config.knownAs !== undefined && tables.length > 1)
      throw new FatalError('`knownAs` names one file, and the path is a folder of several');
    const at = from?.at;
    if (at !== undefined && at.fingerprint !== fingerprint)
      throw new TransientError(`${config.path} is no longer what was read so far: sync again, and it is read from its beginning`);
    for (const { name, path } of tables) {
      if (at && name < at.file) continue;
      for await (const { records, refused, line } of pagesOf(name, path, config, at?.file === name ? at.line : 0, signal)) {
        yield { records, refused, checkpoint: { at: { file: name, line, fingerprint } } };
      }
    }
    yield { records: [], checkpoint: {} };
  },
});

const listed = (config: FilesConfig) => atFile(config.path, () => listTables(config.path, config));

interface FilePage {
  readonly records: FileRow[];
  readonly refused: Refused[];
  /** The line its last row begins on. */
  line: number;
  chunks: number;
}

/** One file's rows past a line. Its last page comes only after the file proved to be the same to its end. */
async function* pagesOf(file: string, path: string, config: FilesConfig, afterLine: number, signal: AbortSignal): AsyncGenerator<FilePage> {
  try {
    yield* pagesIn(file, path, config, afterLine, signal);
  } catch (error) {
    throw signal.aborted ? error : whichFile(error, path);
  }
}

async function* pagesIn(file: string, path: string, config: FilesConfig, afterLine: number, signal: AbortSignal): AsyncGenerator<FilePage> {
  const emptyPage = (): FilePage => ({ records: [], refused: [], line: afterLine, chunks: 0 });
  let page = emptyPage();
  for await (const found of readTableInChunks(path, { ...tableOptions(config), afterLine })) {
    signal.throwIfAborted();
    if (page.chunks >= PAGE_CHUNKS && rowsIn(page) > 0) {
      yield page;
      page = emptyPage();
    }
    page.chunks += 1;
    for (const row of found) {
      add(page, row, `${config.knownAs ?? file} line ${row.line}`, config.keyColumn);
      if (rowsIn(page) < PAGE_ROWS) continue;
      yield page;
      page = emptyPage();
    }
  }
  if (rowsIn(page) > 0) yield page;
}

const rowsIn = ({ records, refused }: FilePage): number => records.length + refused.length;

function add(page: FilePage, row: TableRow | RefusedRow, place: string, keyColumn: string | undefined): void {
  page.line = row.line;
  if ('reason' in row) {
    page.refused.push({ key: place, reason: row.reason, excerpt: row.excerpt });
    return;
  }
  const { fields } = row;
  if (Object.hasOwn(fields, '$key')) throw new FatalError('a column is called "$key", which is the name of our own', { line: row.line });
  const key = keyColumn === undefined ? place : Object.hasOwn(fields, keyColumn) && fields[keyColumn];
  if (key && isStorableKey(key)) {
    page.records.push({ $key: key, ...fields });
    return;
  }
  const why = key ? `holds a key of ${key.length} characters, where ${LONGEST_KEY} at most fit` : 'is empty';
  const reason = `the key column ${JSON.stringify(keyColumn)} ${why}`;
  page.refused.push({ key: place, reason, excerpt: excerptOf(JSON.stringify(fields)) });
}
