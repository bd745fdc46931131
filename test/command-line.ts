import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of the compiled build, as a customer does. @param script below `dist/bin`. */
export async function runBuilt(
  script: string,
  words: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../dist/bin', script), ...words], {
    cwd: options.cwd,
    env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...options.env },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null]; // the first argument of `close`
  return { code, ...said };
}
