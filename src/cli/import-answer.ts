import { basename } from 'node:path';
import { columnsNamed } from '../../mappings/files/import-map.js';
import { typed } from '../config/typed.js';
import { type SinceRelease, sinceLines } from '../findings/since-release.js';
import type { ImportAccount } from '../ingest/import-account.js';
import type { StreamReport } from '../ingest/ingest.js';
import type { Answer, ExitCode } from './command.js';
import type { PreparedImport } from './prepare-import.js';
import { reportLines } from './sync.command.js';

export interface ImportDone {
  readonly prepared: PreparedImport;
  readonly name: string;
  readonly key: string;
  readonly streams: readonly StreamReport[];
  readonly account: ImportAccount;
  /** Rows that only an earlier file had and that are gone now, because somebody said so. */
  readonly dropped: number;
  /** What of a survey that was let out already is not shown; null where nothing of it was. */
  readonly since: SinceRelease | null;
  /** Somebody ended it before it was through. */
  readonly isCancelled: boolean;
}

/** Says what became of every row of a file. @throws Error when it does not add up: that is a defect of ours. */
export function importAnswer({ prepared, name, key, streams, account, dropped, since, isCancelled }: ImportDone): Answer {
  const { path, map, columns } = prepared;
  const named = new Set(columnsNamed(map).map(({ column }) => column));
  const unused = columns.filter((column) => !named.has(column));
  const state = stateOf(streams);
  if (state === 'ok' && account.held !== account.mapped + account.kept + account.setAside)
    throw new Error(`the rows of the import ${name} do not add up: ${JSON.stringify(account)}`);
  const lines = [
    `${basename(path)} as ${map.as}, “${key}” (connection ${name})`,
    ...reportLines(isCancelled ? streams.map((stream) => ({ ...stream, notes: [] })) : streams),
    ...streams.filter(({ stream }) => stream === 'rows').flatMap((rows) => [equation(rows), ...sharedKeyLines(rows)]),
    ...(state === 'ok'
      ? [heldLine(account), recordsLine(account), ...said(account, dropped)]
      : [isCancelled ? NOT_FINISHED : notUsed(state)]),
    ...(since === null
      ? []
      : [`something of this survey was let out on ${since.releasedOn}: its answers are fixed as of that day`, ...sinceLines(since)]),
    ...(unused.length === 0 ? [] : [`columns the mapping does not use (kept sealed with their row): ${unused.join(', ')}`]),
  ];
  const file = basename(path);
  return {
    json: { import: name, as: map.as, key, file, state, streams, ...account, dropped, since, unusedColumns: unused },
    lines,
    code: codeOf(state, streams, account),
  };
}

const equation = ({ read, landed, unchanged, quarantined, duplicate }: StreamReport) =>
  `${read} ${read === 1 ? 'row' : 'rows'} read = ${landed} landed + ${unchanged} unchanged + ${quarantined} quarantined + ${duplicate} duplicate`;

const sharedKeyLines = ({ duplicate }: StreamReport): string[] =>
  duplicate === 0
    ? []
    : [
        `${duplicate === 1 ? '1 row has' : `${duplicate} rows have`} the key of a later one, and of rows with one key the last counts. If they are not the same person's, name another keyColumn in the mapping, or none`,
      ];

const NOT_FINISHED =
  'cancelled: nothing of this run is used, and what was there before it still holds. Import the file again for all of it: it is read from its first row';

const heldLine = ({ held, mapped, kept, setAside }: ImportAccount) =>
  `${held} row${held === 1 ? '' : 's'} held = ${mapped} made into records + ${kept} in use as they were before + ${setAside} set aside by the mapping`;

const recordsLine = ({ records }: ImportAccount) =>
  `canonical records: ${Object.entries(records)
    .map(([kind, number]) => `${number} ${kind}`)
    .join(' · ')}`;

type State = 'ok' | 'suspect' | 'failed';

const stateOf = (streams: readonly StreamReport[]): State =>
  streams.some(({ state }) => state === 'failed' || state === 'running')
    ? 'failed'
    : streams.some(({ state }) => state === 'suspect')
      ? 'suspect'
      : 'ok';

const notUsed = (state: State) =>
  state === 'failed'
    ? 'nothing of this run is used: what was there before it still holds. Mend what is said above and import the file again'
    : 'it is not to be relied on until somebody has looked at what is said above';

function said({ kept, setAside, missing, nameless }: ImportAccount, dropped: number): string[] {
  const lines: string[] = [];
  if (kept + setAside > 0)
    lines.push(
      `${kept + setAside === 1 ? '1 row holds' : `${kept + setAside} rows hold`} what the mapping does not know: mend the mapping or the file, and import again. See them with: ${typed('quarantine list')}`,
    );
  if (missing > 0 && nameless > 0)
    lines.push(
      `${missing === 1 ? '1 row' : `${missing} rows`} came with an earlier file and ${missing === 1 ? 'is' : 'are'} not told in this one, of which ${nameless === 1 ? '1 row' : `${nameless} rows`} could not be read or ${nameless === 1 ? 'has' : 'have'} no key and may be the same. What was there is kept, with --drop-missing too: mend the file first`,
    );
  else if (missing > 0)
    lines.push(
      `${missing === 1 ? '1 row' : `${missing} rows`} came with an earlier file and ${missing === 1 ? 'is' : 'are'} not in this one. What was there is kept; if this file is all there is, import it with --drop-missing`,
    );
  if (dropped > 0)
    lines.push(dropped === 1 ? '1 row that only an earlier file had is gone' : `${dropped} rows that only an earlier file had are gone`);
  return lines;
}

/** Done is only done when nothing waits for a person: a row set aside, two rows of one key, rows that vanished. */
function codeOf(state: State, streams: readonly StreamReport[], { kept, setAside, missing }: ImportAccount): ExitCode {
  if (state === 'failed') return 1;
  const waits =
    state === 'suspect' || kept + setAside > 0 || missing > 0 || streams.some(({ quarantined, duplicate }) => quarantined + duplicate > 0);
  return waits ? 3 : 0;
}
