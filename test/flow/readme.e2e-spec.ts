import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { generateCompany } from '../../simulators/company/company.js';
import { type Sources, startSources } from '../../src/demo/sources.js';
import { type Ended, runBuilt } from '../command-line.js';
import { testDatabase } from '../database.js';
import { type PrintedCommand, printedCommands } from '../readme.js';

const database = testDatabase();
let folder: string;
let blocks: PrintedCommand[][];
let sources: Sources;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'as the README says '));
  await cp('examples', join(folder, 'examples'), { recursive: true });
  blocks = await printedCommands('Use it on your own data');
  sources = await startSources(generateCompany());
});
afterAll(async () => {
  await sources.close();
  await rm(folder, { recursive: true, force: true });
});

/** Types a command as it is printed, with the words in capitals replaced. Asked wrongly and failed are never what a README promises. */
async function type({ words }: PrintedCommand, named: Readonly<Record<string, string>> = {}, more: readonly string[] = []): Promise<Ended> {
  const ended = await runBuilt('cli.js', [...words.map((word) => named[word] ?? word), ...more], {
    cwd: folder,
    env: { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.hubUrl, PLUMBLINE_HOME: join(folder, 'home') },
  });
  if (ended.code !== 0 && ended.code !== 3) throw new Error(`${words.join(' ')} ended with ${String(ended.code)}: ${ended.stderr}`);
  return ended;
}
const block = (position: number): PrintedCommand[] => blocks[position] ?? [];
const command = (commands: readonly PrintedCommand[], beginning: string): PrintedCommand => {
  const found = commands.find(({ words }) => words.join(' ').startsWith(beginning));
  if (found === undefined) throw new Error(`the README does not print ${beginning}`);
  return found;
};
const json = <Schema extends z.ZodType>({ stdout }: Ended, schema: Schema): z.output<Schema> =>
  schema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));

test('the example shows scores, themes and groups that are withheld', async () => {
  const [importing, listening, ...more] = block(0);
  if (importing === undefined || listening === undefined) throw new Error('the README prints two commands first');

  const imported = await type(importing);
  const heard = await type(listening);

  expect(more).toEqual([]);
  expect(imported.stdout).toMatch(/200 rows read = 200 landed/);
  expect(heard.stdout).toMatch(/By team +respondents/);
  expect(heard.stdout).toMatch(/By location +respondents/);
  expect(heard.stdout).toMatch(/\d ±\d+ %/);
  expect(heard.stdout).toMatch(/What people write about\n {2}everybody: \S+/);
  expect(heard.stdout).toMatch(/^withheld: .*Legal/m);
});

test('a draft of a mapping is printed', async () => {
  const [drafting] = block(1);

  const { stdout } = await type(drafting ?? { words: [], comment: '' }, { FILE: 'examples/pulse-survey.csv' });

  expect(JSON.parse(stdout)).toMatchObject({ as: 'survey' });
});

test('what a simulated system holds comes in, is decided, written and looked at again, by the commands in their order', async () => {
  const [reading, policy, writing] = [block(2), block(3), block(4)];
  await writeFile(join(folder, 'hr.json'), JSON.stringify(sources.configurations.bamboohr));
  expect(Object.keys(configurationIn(command(reading, 'connections add').comment))).toEqual(['subdomain', 'apiKey']);

  for (const one of reading) await type(one);
  const [show, set] = policy;
  await type(show ?? { words: [], comment: '' });
  await edit('policy.json', configurationIn(`{${show?.comment.replace(/^[^"]*/, '') ?? ''}}`));
  expect((await type(set ?? { words: [], comment: '' })).stdout).toMatch(/policy 2 is in force\n.*targets\.rating-outcome: not set → /);

  const { cases } = json(
    await type(command(reading, 'cases list'), {}, ['--json']),
    z.object({ cases: z.array(z.looseObject({ id: z.string(), kind: z.string() })) }),
  );
  const CASE = cases.find(({ kind }) => kind === 'review-claims')?.id ?? '';
  const planned: string[] = [];
  const seen: string[] = [];
  for (const one of writing) {
    const [group, verb] = one.words;
    if (group === 'outbox' && verb === 'preview')
      for (const MESSAGE of planned) seen.push(json(await type(one, { MESSAGE }, ['--json']), z.object({ approve: z.string() })).approve);
    else if (group === 'outbox' && verb === 'approve') for (const SEEN of seen) await type(one, { SEEN });
    else if (group === 'outbox' && verb === 'list') {
      const { messages } = json(await type(one, {}, ['--json']), z.object({ messages: z.array(z.object({ id: z.string() })) }));
      planned.push(...messages.map(({ id }) => id));
    } else if (group === 'outbox') expect((await type(one)).stdout).toMatch(/^verified 2$/m);
    else if (group === 'reconcile') expect((await type(one)).stdout).toMatch(/total 2 · matched 2/);
    else await type(one, { CASE });
  }

  expect(planned).toHaveLength(2);
  expect(sources.bamboohr.ledger.effects).toHaveLength(2);
});

const configurationIn = (printed: string): Readonly<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(printed));

async function edit(name: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const path = join(folder, name);
  const before = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, 'utf8')));
  await writeFile(path, JSON.stringify({ ...before, ...fields }));
}
