import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { demoResult } from '../../src/demo/result.js';
import { makeTemporaryHome, removeTemporaryHome } from '../temporary-home.js';

/** The compiled build, as a customer runs it: what the test transform might hide shows here. */
const DEMO = join(import.meta.dirname, '../../dist/src/demo/main.js');

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(home: string, ...parameters: string[]) {
  const child = spawn(process.execPath, [DEMO, '--headless', '--json', ...parameters], {
    cwd: home,
    env: { ...process.env, DATABASE_URL: undefined, NODE_OPTIONS: '' },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]): Run => ({ code: code as number | null, ...said })); // the first argument of `close`
  return { child, said, ended };
}

const resultOf = ({ stdout }: Run) => demoResult.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));

let home: string;
beforeEach(async () => {
  home = await makeTemporaryHome(); // its name has spaces
});
afterEach(() => removeTemporaryHome(home));

test('the demonstration holds, in a folder with a space in its name', async () => {
  const run = await start(home).ended;

  const result = resultOf(run);
  expect({ code: run.code, ok: result.ok, broken: result.planted.filter(({ expected, found }) => expected !== found) }).toEqual({
    code: 0,
    ok: true,
    broken: [],
  });
  expect(result.syncs.map(({ stream }) => stream)).toEqual(expect.arrayContaining(['employees', 'responses', 'issues']));
  expect(result.outbox.conflict).toBe(1);
  expect(result.reconciliation.total).toBeGreaterThan(10);
});

test('it holds again after the run before was killed in the middle, whose database server lives on', async () => {
  const first = start(home);
  await new Promise<void>((reached, failed) => {
    first.child.stderr.on('data', () => first.said.stderr.includes('letting out') && reached());
    first.child.once('close', () => failed(new Error(`it ended before it could be killed: ${first.said.stderr}`)));
  });
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await start(home).ended;

  expect({ code: second.code, ok: resultOf(second).ok }).toEqual({ code: 0, ok: true });
});
