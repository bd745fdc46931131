import { Option, type Command } from 'commander';
import { importable, type ImportAs } from '../../mappings/files/import-map.js';
import { quoted, typed } from '../config/typed.js';
import { Connections } from '../connections/connections.js';
import { Waves } from '../findings/wave.js';
import { Ingest } from '../ingest/ingest.js';
import { People } from '../people/people.js';
import { Records } from '../records/records.js';
import { askedWrongly } from './asked-wrongly.js';
import { atTheDesk, common, type CommonOptions } from './command.js';
import { writeDraft } from './draft-import-map.js';
import { prepareImport } from './prepare-import.js';
import { progress } from './progress.js';
import { runImport } from './run-import.js';
import { unlessInterrupted, whenInterrupted } from './when-interrupted.js';

interface Options extends CommonOptions {
  readonly as: ImportAs;
  readonly map?: string;
  readonly draftMap?: string | true;
  readonly delimiter?: string;
  readonly dropMissing?: boolean;
}

export function importCommand(program: Command): void {
  common(program.command('import <file>'))
    .description('bring a CSV, TSV or JSON-lines file in: a survey’s answers, published figures, or what goes with them')
    .addOption(new Option('--as <kind>', 'what its rows are').choices(importable).makeOptionMandatory())
    .option('--map <file>', 'the mapping file: what its columns mean (docs/import.md)')
    .option('--draft-map [file]', 'write a first guess of the mapping beside the file, or to - for the screen, and import nothing')
    .option('--delimiter <character>', 'beside --draft-map: what separates the columns, where the guess is wrong')
    .option('--drop-missing', 'the file is all there is: rows that only an earlier file had are gone')
    .action(async (file: string, options: Options) => {
      if (options.draftMap !== undefined) {
        if (options.map !== undefined)
          throw askedWrongly('--draft-map writes a mapping and --map uses one: give one or the other. Nothing was written');
        return writeDraft(file, options.as, options.draftMap, options);
      }
      if (options.delimiter !== undefined)
        throw askedWrongly('--delimiter goes with --draft-map; beside --map the mapping itself names it, under "file": { "delimiter": … }');
      if (options.map === undefined)
        throw askedWrongly(
          `a mapping is needed. A first guess is written by: ${typed(`import ${quoted(file)} --as ${options.as} --draft-map`)}`,
        );
      const prepared = await prepareImport(file, options.as, options.map);
      return atTheDesk(options, async ({ app, ground, actor, tenantId }) => {
        const stopping = whenInterrupted();
        const found = {
          connections: app.get(Connections, { strict: false }),
          ingest: app.get(Ingest, { strict: false }),
          records: app.get(Records, { strict: false }),
          people: app.get(People, { strict: false }),
          waves: app.get(Waves, { strict: false }),
        };
        const importing = runImport({ ...found, tenancy: ground.tenancy, tenantId, actor }, prepared, {
          ...progress,
          signal: stopping,
          dropMissing: options.dropMissing === true,
        });
        const answer = await unlessInterrupted(stopping, importing);
        return answer ?? { json: { streams: [] }, lines: ['cancelled before anything was read'], code: 1 };
      });
    });
}
