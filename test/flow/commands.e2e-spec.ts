import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBuilt } from '../command-line.js';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-commands-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const ID = '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f11';

test.each<[string, string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
  ['a case that is no id', 'cli.js', ['cases', 'decide', '5', 'approve', '--reason', 'x'], {}, /'5'.*It is an id/],
  ['a message that is no id', 'cli.js', ['outbox', 'preview', '5'], {}, /'5'.*It is an id/],
  ['a state there is not', 'cli.js', ['outbox', 'list', '--state', 'lost'], {}, /planned, approved/],
  ['a reason of nothing', 'cli.js', ['quarantine', 'dismiss', ID, '--reason', ''], {}, /--reason.*Say it in words/],
  ['what is neither a message nor what looking at one prints', 'cli.js', ['outbox', 'accept', '5'], {}, /'5'.*ID@HASH/],
  ['a reason that is the dots of an advice', 'cli.js', ['outbox', 'cancel', ID, '--reason', '…'], {}, /--reason.*Say it in words/],
  ['a tenant that is no name', 'cli.js', ['tenants', 'create', 'My Company', '--organisation', 'My'], {}, /lower-case letters/],
  ['nobody who acts', 'cli.js', ['cases', 'show', ID, '--actor', ' '], {}, /Say who acts/],
  ['an option there is not', 'cli.js', ['cases', 'list', '--bogus'], {}, /--bogus/],
  ['a seed that is no number', 'cli.js', ['simulators', '--seed', 'abc'], {}, /whole number/],
  ['a port that is none', 'cli.js', ['cases', 'list'], { PORT: 'abc' }, /PORT/],
  ['an address of a database that is none', 'cli.js', ['cases', 'list'], { DATABASE_URL: 'file:///x' }, /DATABASE_URL/],
  ['a level of the log that is none', 'main.js', [], { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ['a seed of the demonstration that is no number', 'demo.js', ['--seed', 'abc'], {}, /whole number/],
  ['an option the demonstration does not have', 'demo.js', ['--bogus'], {}, /--bogus/],
  ['a benchmark there is not', 'bench.js', ['constructor'], {}, /there is no benchmark constructor; there is: audit, contract, identity/],
  ['an option of a benchmark there is not', 'bench.js', ['contract', '--bogus'], {}, /--bogus/],
  ['specifications that are not there', 'bench.js', ['contract', '--specs', '/nonexistent'], {}, /\/nonexistent cannot be read/],
])('%s ends with 2, in a few words and without a stack', async (_what, script, words, env, said) => {
  const { code, stderr } = await runBuilt(script, words, { cwd, env });

  expect(stderr).toMatch(said);
  expect(stderr).not.toMatch(/\n\s+at |file:\/\/\/.*\.js|node_modules/);
  expect(code).toBe(2);
});

test.each([
  [['cases', 'list', '--bogus'], /unknown option/],
  [['import', 'none.csv', '--as', 'survey', '--map', 'none.json'], /none\.json/],
])('a machine that asks %j wrongly reads why', async (words, said) => {
  const { code, stdout } = await runBuilt('cli.js', [...words, '--json'], { cwd });

  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual({ error: { exitCode: 2, message: expect.stringMatching(said) } });
});

test.each([
  [
    'a draft of a mapping',
    ['--draft-map', 'pulse.map.json'],
    0,
    /^PLUMBLINE_HOME=elsewhere npm run plumbline -- import .* --map pulse\.map\.json --tenant acme$/m,
  ],
  ['what to type for one', [], 2, /: PLUMBLINE_HOME=elsewhere npm run plumbline -- import .* --draft-map --tenant acme$/m],
  [
    'what to type for another',
    ['--map', 'none.json'],
    2,
    /: PLUMBLINE_HOME=elsewhere npm run plumbline -- import .* --draft-map --tenant acme$/m,
  ],
])('%s says how this very hub and tenant is reached', async (_what, words, expected, said) => {
  const file = join(import.meta.dirname, '../../examples/pulse-survey.csv');
  const env = { PLUMBLINE_HOME: 'elsewhere' };

  const { code, stdout, stderr } = await runBuilt('cli.js', ['import', file, '--as', 'survey', '--tenant', 'acme', ...words], {
    cwd,
    env,
  });

  expect(`${stdout}${stderr}`).toMatch(said);
  expect(code).toBe(expected);
});

test('a connection whose configuration has a mistake does not show its key', async () => {
  await writeFile(join(cwd, 'hr.json'), '{"apiKey":KEY1234}');

  const { code, stdout, stderr } = await runBuilt('cli.js', ['connections', 'add', 'hr', 'bamboohr', '--config', 'hr.json'], { cwd });

  expect(`${stdout}${stderr}`).toMatch(/hr\.json is no JSON/);
  expect(`${stdout}${stderr}`).not.toMatch(/KEY/);
  expect(code).toBe(2);
});

test('without a name the benchmarks are listed', async () => {
  const { code, stdout } = await runBuilt('bench.js', [], { cwd });

  expect(stdout).toMatch(/contract/);
  expect(code).toBe(0);
});

test('where a failure arose is told by the sources, not by what was made of them', async () => {
  const env = { LOG_LEVEL: 'debug', NODE_OPTIONS: '--enable-source-maps', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

  const { stderr } = await runBuilt('cli.js', ['cases', 'list'], { cwd, env });

  expect(stderr).toMatch(/\/src\/database\/database\.ts:\d+/);
  expect(stderr).not.toMatch(/\/dist\//);
});
