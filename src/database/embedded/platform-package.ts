import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError, OWN_SERVER_HINT } from './embedded-postgres-error.js';
import { failureCode, readIfPresent } from './file-access.js';

/** PostgreSQL for this operating system and processor, as the package manager put it down. */
export interface PlatformPackage {
  readonly native: string;
  readonly version: string;
  /** Names of shared libraries the package could not carry as links; its install script makes them, unless such scripts are off. */
  readonly links: readonly SharedLibraryLink[];
}

/** Both are relative to the package's `native` folder, and lie in the same folder of it. */
export interface SharedLibraryLink {
  readonly file: string;
  readonly link: string;
}

const manifest = z.looseObject({ version: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

export async function findPlatformPackage(folder = installedFolder()): Promise<PlatformPackage> {
  const { version } = manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  const native = join(folder, 'native');
  const listed = links.parse(JSON.parse((await readIfPresent(join(native, 'pg-symlinks.json'))) ?? '[]'));
  return { native, version, links: listed.map(({ source, target }) => ({ file: withinNative(source), link: withinNative(target) })) };
}

const withinNative = (path: string) => path.replace(/^native\//, '');

const require = createRequire(import.meta.url);

function installedFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name))); // its entry is dist/index.js
  } catch (failure) {
    if (failureCode(failure) !== 'MODULE_NOT_FOUND') throw failure;
    throw new EmbeddedPostgresError(
      'PACKAGE_MISSING',
      `the embedded database has no PostgreSQL for ${process.platform} on ${process.arch}: the package ${name} is not installed; run \`npm ci\` without leaving optional dependencies out, ${OWN_SERVER_HINT}`,
      { cause: failure },
    );
  }
}
