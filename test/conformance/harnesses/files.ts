import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counter, type Harness, numbers, type StreamAtSource } from '../harness.js';

/** One page holds a thousand rows of one file. */
const PAGES = { 'people-1.csv': numbers(1_300), 'people-2.csv': numbers(400) };
const A_FEW = { 'people-1.csv': numbers(5), 'people-2.csv': numbers(5) };
const THE_SURVEY = 'pulse-2026-1';

const key = (name: string, place: number) => `${name.slice(0, 8)}-${place}`;
const row = (id: string) => `${id},"Okafor, Ada",Finance\n`;

const outOfReach = () => Promise.reject(new Error('it lies in the configuration, which nobody changes during a read'));

export const files: Harness = {
  async start(pagesOf) {
    const places = Object.entries(pagesOf === 'rows' ? PAGES : A_FEW);
    const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
    for (const [name, all] of places) {
      await writeFile(join(folder, name), `id,name,department\n${all.map((place) => row(key(name, place))).join('')}`);
    }
    return {
      config: () => ({ path: folder, keyColumn: 'id', map: { as: 'survey', survey: { key: THE_SURVEY } } }),
      streams: {
        rows: rows(
          folder,
          places.flatMap(([name, all]) => all.map((place) => key(name, place))),
        ),
        definition: { keys: [THE_SURVEY], add: outOfReach, change: outOfReach, spoil: outOfReach },
      },
      operations: {},
      passLag: () => undefined, // a file shows what is in it
      close: () => rm(folder, { recursive: true, force: true }),
    };
  },
  waivers: [
    {
      of: 'definition',
      checks: [
        'brings on a second read what was added and what changed',
        'loses nothing of what the source shows late',
        'loses nothing of what happens between a kill and the next read',
        'loses nothing of what happens while it is read',
        'is not stopped by a record that does not fit',
        'gives nothing once it is cancelled',
      ],
      reason: 'its one record lies in the configuration: nobody changes it at a source, and nothing is asked for it',
    },
  ],
};

function rows(folder: string, keys: readonly string[]): StreamAtSource {
  const [added, changed] = [counter(), counter()];
  const [first, last] = [join(folder, 'people-1.csv'), join(folder, 'people-2.csv')];
  return {
    keys,
    add: async () => {
      const id = `added-${added()}`;
      await appendFile(last, row(id));
      return id;
    },
    change: async () => {
      const id = key('people-1.csv', changed());
      await writeFile(first, (await readFile(first, 'utf8')).replace(row(id), `${id},"Okafor, Ada",Sales\n`));
      return id;
    },
    spoil: async () => {
      const before = await readFile(last, 'utf8');
      await appendFile(last, 'too-few\n');
      return `people-2.csv line ${before.split('\n').length}`;
    },
  };
}
