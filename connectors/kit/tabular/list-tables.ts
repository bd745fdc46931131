import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FatalError } from '../errors.js';
import { formatByName } from './recognise.js';
import { explained } from './steady-file.js';
import type { TableFormat } from './table.js';

export interface TableList {
  /** In the order of their names. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Another one as soon as any file, or any setting they are read under, is another. */
  readonly fingerprint: string;
}

/**
 * The file a path names, or the files of the folder it names: not those of folders within it, nor hidden ones (`.name`).
 * @param settings what the files are read under.
 * @throws FatalError when there is nothing to read, or something that is not surely a table.
 */
export async function listTables(path: string, settings: { readonly format?: TableFormat | undefined }): Promise<TableList> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const names = isFolder ? await namesIn(path) : [basename(path)];
    const files = names.map((name) => ({ name, path: isFolder ? join(path, name) : path }));
    if (settings.format === undefined) for (const file of files) formatNamed(file.name);

    const versions = await Promise.all(files.map(async (file) => [file.name, ...(await versionOf(file.path))]));
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([settings, versions]))
      .digest('hex');
    return { files, fingerprint };
  } catch (error) {
    throw explained(error, path);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.') && !entry.isDirectory());
  // A link could lead whoever may write into the folder to any file the hub may read.
  const stranger = entries.find((entry) => !entry.isFile());
  if (stranger)
    throw new FatalError('the folder holds a link, device or pipe, where only files are read: take it out, or put the file itself there', {
      file: stranger.name,
    });
  if (entries.length === 0) throw new FatalError('the folder holds no file');
  return entries.map((entry) => entry.name).sort();
}

function formatNamed(name: string): TableFormat {
  try {
    return formatByName(name);
  } catch (error) {
    throw explained(error, name);
  }
}

async function versionOf(path: string): Promise<readonly string[]> {
  const { size, mtimeNs } = await stat(path, { bigint: true });
  return [String(size), String(mtimeNs)];
}
