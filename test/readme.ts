import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One command as the README prints it, and what stands behind it as a comment. */
export interface PrintedCommand {
  readonly words: readonly string[];
  readonly comment: string;
}

const PREFIX = 'npm run plumbline -- ';

/** The commands of one section of the README, block by block, in their order. */
export async function printedCommands(section: string): Promise<PrintedCommand[][]> {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  const text = readme.split(/^## /m).find((one) => one.startsWith(`${section}\n`));
  if (text === undefined) throw new Error(`the README has no section ${section}`);
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block.trim().split('\n').map(parsed));
}

function parsed(line: string): PrintedCommand {
  if (!line.startsWith(PREFIX)) throw new Error(`the README prints what is no command of the hub: ${line}`);
  const [typed = '', ...comment] = line.slice(PREFIX.length).split(/\s+# /);
  const words = [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return { words, comment: comment.join(' # ') };
}
