import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { ImportMap } from '../../mappings/files/import-map.js';
import type { Connections } from '../connections/connections.js';
import { quoted, typed } from '../config/typed.js';
import type { Actor } from '../database/actor.js';
import type { Tenancy } from '../database/tenancy.js';
import { accountFor, dropMissing } from '../ingest/import-account.js';
import type { Waves } from '../findings/wave.js';
import type { Ingest } from '../ingest/ingest.js';
import type { People } from '../people/people.js';
import { currentPolicy } from '../policy/policy.js';
import type { Records } from '../records/records.js';
import { askedWrongly } from './asked-wrongly.js';
import type { Answer } from './command.js';
import { importAnswer } from './import-answer.js';
import type { PreparedImport } from './prepare-import.js';

export interface ImportDesk {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly tenancy: Tenancy;
  readonly connections: Connections;
  readonly ingest: Ingest;
  readonly records: Records;
  readonly people: People;
  readonly waves: Waves;
}

export interface ImportOptions {
  /** The file is all there is: rows of earlier ones that it does not have are gone. */
  readonly dropMissing?: boolean;
  readonly progress?: (stream: string, read: number) => void;
  readonly mapped?: (stream: string, rows: number) => void;
  /** Cancels: what was stored stays and is not used, until the same import is run again to its end. */
  readonly signal?: AbortSignal;
}

/**
 * Brings a prepared file in: the same import again lands only what changed.
 * The survey comes after its answers, so that a file that fails half-way leaves no survey without them.
 */
export async function runImport(desk: ImportDesk, prepared: PreparedImport, options: ImportOptions = {}): Promise<Answer> {
  const { tenantId, actor } = desk;
  await refuseWhereTooManyDoNotFit(desk, prepared);
  const { path, map } = prepared;
  const name = connectionNameOf(map);
  const config = { path, ...map.file, map, ...(map.file.keyColumn === undefined ? { knownAs: keyOf(map) } : {}) };
  const connectionId = await desk.connections.configure(tenantId, actor, { name, connector: 'files', config });

  const sync = (stream: string) =>
    desk.ingest.sync(tenantId, actor, name, {
      stream,
      full: true,
      ...(options.progress === undefined ? {} : { progress: options.progress }),
      ...(options.mapped === undefined ? {} : { mapped: options.mapped }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  const streams = await sync('rows');
  const landed = streams.every(({ state }) => state === 'ok');
  if (landed && map.as === 'survey') streams.push(...(await sync('definition')));
  const dropped = landed && options.dropMissing === true ? await drop(desk, connectionId, config) : 0;
  await desk.people.resolve(tenantId, actor);

  const since = map.as === 'survey' && landed ? await desk.waves.since(tenantId, actor, map.survey.key) : null;
  const account = await desk.tenancy.inTenant(tenantId, actor, (tx) => accountFor(tx, connectionId));
  return importAnswer({
    prepared,
    name,
    key: keyOf(map),
    streams,
    account,
    dropped,
    since,
    isCancelled: options.signal?.aborted === true && !landed,
  });
}

async function refuseWhereTooManyDoNotFit(
  { tenancy, tenantId, actor }: ImportDesk,
  { path, map, rehearsal: { rows, refused } }: PreparedImport,
): Promise<void> {
  const { ingest } = await tenancy.inTenant(tenantId, actor, currentPolicy);
  const total = [...refused.values()].reduce((sum, one) => sum + one.rows, 0);
  if (total < rows && total <= Math.max(ingest.rejectedRecords, ingest.rejectedShare * rows)) return;
  const reasons = [...refused]
    .toSorted(([, one], [, other]) => other.rows - one.rows)
    .map(([reason, { rows: number, line }]) => `${number} × ${reason} (first on line ${line})`);
  const much =
    total === rows
      ? `none of the ${rows} rows of ${basename(path)} fits`
      : `${total} of ${rows} rows of ${basename(path)} do not fit, more than the policy lets pass (${ingest.rejectedRecords} rows or ${100 * ingest.rejectedShare} %)`;
  throw askedWrongly(
    `${much}: ${reasons.join('; ')}. Nothing was written; mend the mapping or the file. ` +
      `The answers that a file holds are shown by: ${typed(`import ${quoted(path)} --as ${map.as} --draft-map -`)}`,
  );
}

async function drop({ tenancy, records, tenantId, actor }: ImportDesk, id: string, config: unknown): Promise<number> {
  const dropped = await tenancy.inTenant(tenantId, actor, (tx) => dropMissing(tx, id));
  if (dropped > 0) await records.mapLanded(tenantId, actor, { id, connector: 'files', config }, 'rows');
  return dropped;
}

const keyOf = (map: ImportMap): string => ('survey' in map ? map.survey.key : map.name);

/** The same for the same survey, whatever its file is called. */
export function connectionNameOf(map: ImportMap): string {
  const key = keyOf(map);
  const slug = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 30);
  const kind = map.as === 'survey-aggregates' ? 'aggregates' : map.as;
  // Two keys may read the same once only letters, digits and dashes are left.
  const told = slug === key ? slug : [slug, createHash('sha256').update(key).digest('hex').slice(0, 8)].filter(Boolean).join('-');
  return `import-${kind}-${told}`;
}
