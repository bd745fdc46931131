import { z } from 'zod';
import { defineSource } from '../kit/connector.js';
import { settings, wholePath } from '../kit/settings.js';
import { listTables } from '../kit/tabular/list-tables.js';
import { readTable } from '../kit/tabular/read-table.js';
import { tableEncodings, tableFormats } from '../kit/tabular/table.js';
import { atFile } from './which-file.js';

export const files = defineSource({
  id: 'files',
  title: 'Files',
  config: settings({
    path: wholePath.describe('a file, or a folder whose files are read in the order of their names'),
    format: z.enum(tableFormats).optional().describe('told by each file’s extension unless named'),
    encoding: z.enum(tableEncodings).optional().describe('UTF-8 unless named; a byte-order mark in the file wins'),
    delimiter: z
      .string()
      .regex(/^[\t\x20-\x21\x23-\x7e]$/, 'one ASCII character, and not a quote')
      .optional(),
    keyColumn: z
      .string()
      .min(1)
      .optional()
      .describe('the column that tells rows apart; without it, rows are told apart by file name and line'),
    knownAs: z
      .string()
      .min(1)
      .optional()
      .describe(
        'what the one file is called where its rows are told apart by line: a corrected file under another name gives the same rows',
      ),
    map: z.looseObject({}).optional().describe('what the rows mean in the hub’s words: a mapping file, see docs/import.md'),
  }),
  howOnly: ['map'],
  check: async ({ config }) => {
    const { files: tables } = await atFile(config.path, () => listTables(config.path, config));
    for (const { path } of tables) await atFile(path, () => beginning(path, config));
  },
});

export type FilesConfig = z.output<typeof files.source.config>;

/** What the reader is to know of the settings. */
export const tableOptions = ({ format, encoding, delimiter, keyColumn }: FilesConfig) => ({
  format,
  encoding,
  delimiter,
  requiredColumns: keyColumn === undefined ? [] : [keyColumn],
});

/** Reads as far as the first row, and with it the header. */
async function beginning(path: string, config: FilesConfig): Promise<void> {
  for await (const _row of readTable(path, tableOptions(config))) return;
}
