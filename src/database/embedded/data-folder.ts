import { randomUUID } from 'node:crypto';
import { chmod, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../../log/log.js';
import { giveTo } from './account.js';
import type { Binaries } from './binaries.js';
import { SUPERUSER } from './credentials.js';
import { EmbeddedPostgresError, faultOf, OWN_SERVER_HINT } from './embedded-postgres-error.js';
import { failureCode, isPresent } from './file-access.js';
import type { Place } from './place.js';
import { runProgram } from './program.js';

/** Makes the data folder when there is none. It appears whole or not at all, because it is made beside its place and renamed into it. */
export async function prepareData(place: Place, binaries: Binaries, password: string, log: Pick<Log, 'warn'>): Promise<void> {
  await removeDrafts(place);
  if (await isComplete(place.data)) return refuseOtherVersion(place.data, binaries.majorVersion);
  if (await isPresent(place.data)) await setAside(place.data, log);
  await initialise(place, binaries, password);
  await removeDrafts(place); // the initdb of a killed start may have gone on writing until now
}

/** PostgreSQL never starts without this file, and its own tools cannot make it anew. */
const isComplete = (data: string) => isPresent(join(data, 'global', 'pg_control'));

async function refuseOtherVersion(data: string, majorVersion: string): Promise<void> {
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (made === majorVersion) return;
  throw new EmbeddedPostgresError(
    'VERSION_MISMATCH',
    `the data in ${data} were made by PostgreSQL ${made}, and the installed one is ${majorVersion}, which cannot read them: go back to the version of this project that made them, take a backup there and restore it here, ${OWN_SERVER_HINT}`,
  );
}

/** Not ours to delete: somebody may want to look what was lost. */
async function setAside(data: string, log: Pick<Log, 'warn'>): Promise<void> {
  if ((await readdir(data)).length === 0) return rm(data, { recursive: true });
  const aside = `${data}.damaged-${new Date().toISOString().replaceAll(':', '')}`;
  await rename(data, aside);
  log.warn({ folder: aside }, 'postgres.set-aside');
}

async function initialise(place: Place, binaries: Binaries, password: string): Promise<void> {
  const draft = `${place.data}.new-${randomUUID()}`;
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  await giveTo(place.account, passwordFile);

  const settings = [
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const { code, printed } = await runProgram(
    binaries.initdb,
    [`--pgdata=${draft}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, ...settings],
    place,
  );
  await rm(passwordFile, { force: true });
  if (code !== 0) throw initdbFailed(place.data, code, printed);
  await rename(draft, place.data);
}

const initdbFailed = (data: string, code: number | null, printed: string) =>
  new EmbeddedPostgresError(
    faultOf(printed, 'INITDB_FAILED'),
    `the embedded database could not be made in ${data}: initdb ended with ${code}, saying "${printed.split('\n').slice(-8).join(' ')}"; mend that and start again, ${OWN_SERVER_HINT}`,
  );

/** What killed first starts left. One that still writes is left to the next start. */
async function removeDrafts(place: Place): Promise<void> {
  const drafts = (await readdir(place.folder)).filter((name) => name.startsWith(`${basename(place.data)}.new-`));
  for (const name of drafts) {
    try {
      await rm(join(place.folder, name), { recursive: true, force: true });
    } catch (failure) {
      if (failureCode(failure) !== 'ENOTEMPTY') throw failure;
    }
  }
}
