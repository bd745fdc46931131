import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The event names of every source file that writes audit rows, and how many calls write them; specs aside. */
export function auditedIn(folder: string): { readonly path: string; readonly calls: number; readonly events: readonly string[] }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => {
      const source = readFileSync(join(folder, path), 'utf8');
      const calls = source.match(/(?<!function )\brecordAudit\(/g)?.length ?? 0;
      const events = [...source.matchAll(/\bevent: (['`])(.+?)\1/g)].map(([, , event]) => event ?? '');
      return { path, calls, events };
    })
    .filter(({ calls }) => calls > 0);
}

/** Matches the events that a name stands for: itself, or, of a template, all that have anything in the place of what is put in. */
export const eventsNamed = (name: string): RegExp =>
  new RegExp(
    `^${name
      .replaceAll(/\$\{.+?\}/g, '*')
      .replaceAll('.', '\\.')
      .replaceAll('*', '.+')}$`,
  );
