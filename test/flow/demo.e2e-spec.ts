import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../../src/config/config.js';
import { readIfPresent } from '../../src/database/embedded/file-access.js';
import { findPostmaster } from '../../src/database/embedded/postmaster.js';
import { bytes, count, rows } from '../../src/database/rows.js';
import { demoResult } from '../../src/demo/result.js';
import { openGround } from '../../src/open-hub.js';
import { releaseView } from '../../src/privacy/release-view.js';
import { anActor } from '../database.js';
import { makeTemporaryHome, removeTemporaryHome } from '../temporary-home.js';

/** The compiled build, as a customer runs it: what the test transform might hide shows here. */
const DEMO = join(import.meta.dirname, '../../dist/bin/demo.js');

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(home: string, parameters = ['--headless', '--json'], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [DEMO, ...parameters], {
    cwd: home,
    env: { ...process.env, DATABASE_URL: undefined, NODE_OPTIONS: '', ...environment },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]): Run => ({ code: code as number | null, ...said })); // the first argument of `close`
  /** Waits until it says so, and fails if it ends before. */
  const says = (words: string) =>
    new Promise<void>((reached, failed) => {
      const look = () => said.stderr.includes(words) && reached();
      child.stderr.on('data', look);
      child.once('close', () => failed(new Error(`it ended before it said “${words}”: ${said.stderr}`)));
      look();
    });
  return { child, said, ended, says };
}

const resultOf = ({ stdout }: Run) => demoResult.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));

let home: string;
beforeEach(async () => {
  home = await makeTemporaryHome(); // its name has spaces
});
afterEach(() => removeTemporaryHome(home));

test('the demonstration holds where its folder has a space in its name and its port is taken, and so does one beside it after one was killed there', async () => {
  const taker = createServer().listen(0, '127.0.0.1');
  await once(taker, 'listening');
  const { port } = taker.address() as AddressInfo; // it listens on a port
  const first = start(home, ['--json'], { PORT: String(port) });
  await first.says('reading bamboohr');
  const killed = start(home);
  await killed.says('reading jira');
  killed.child.kill('SIGKILL'); // its database server lives on
  await killed.ended;

  const beside = await start(home).ended;
  await first.says('Look at it: http://127.0.0.1:');
  const address = await readFile(join(home, '.plumbline', 'demo', 'address'), 'utf8');
  first.child.kill('SIGINT'); // somebody has seen enough

  const run = await first.ended;
  taker.close();
  const result = resultOf(run);
  expect({ code: run.code, ok: result.ok, broken: result.planted.filter(({ expected, found }) => expected !== found) }).toEqual({
    code: 0,
    ok: true,
    broken: [],
  });
  expect(result.syncs.map(({ stream }) => stream)).toEqual(expect.arrayContaining(['employees', 'responses', 'issues']));
  expect(result.outbox.conflict).toBe(1);
  expect(result.reconciliation.total).toBeGreaterThan(10);
  expect(run.stderr).toContain(`Port ${port} is taken; the console is on ${new URL(address).port} instead.`);
  expect(run.stderr).not.toContain('{'); // no line for machines in the story
  expect({ code: beside.code, ok: resultOf(beside).ok }).toEqual({ code: 0, ok: true });
  expect(beside.stderr).toContain(`another demonstration is running in ${join('.plumbline', 'demo')} (process ${first.child.pid}`);
  expect(await serversRunning()).toEqual([]);
  expect(result.privacy).toEqual(await groupsInTheLedger());
  expect(await decisionsTaken()).toEqual({ approve: 12, edit: 1, reject: 1 });
});

test.each([
  ['SIGINT', 'starting an embedded PostgreSQL', 130],
  ['SIGINT', 'reading qualtrics', 130],
  ['SIGTERM', 'sending each once', 143],
] as const)('%s while it is %s ends it, and its database server with it', async (signal, words, code) => {
  const run = start(home);
  await run.says(words);

  run.child.kill(signal);

  const { code: ended, stderr } = await run.ended;
  expect({ ended, running: await serversRunning() }).toEqual({ ended: code, running: [] });
  expect(stderr).toMatch(/stopping: the hub, the simulated sources and their database …\n$/);
});

test.each([
  ['a seed that is no number', ['--seed', 'abc'], 'a whole number'],
  ['an option there is not', ['--bogus'], 'unknown option'],
  ['more words', ['twice'], 'too many arguments'],
])('%s is asked wrongly, in one paragraph', async (_reason, parameters, words) => {
  const { code, stderr } = await start(home, parameters).ended;

  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 2 });
  expect(stderr).toContain(words);
});

test('in a folder it may not write it says so in one paragraph', async () => {
  const elsewhere = join(home, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, '.plumbline'), 'not a folder, for root may write every folder');

  const { code, stderr, stdout } = await start(elsewhere).ended;

  const words = /^the demonstration keeps what it makes in .* and cannot write there \(.*\)\. Run it in a folder you may write/;
  expect({ code, said: JSON.parse(stdout) }).toEqual({ code: 1, said: { error: { exitCode: 1, message: expect.stringMatching(words) } } });
  expect(stderr.trim()).toMatch(words);
  expect(stderr).not.toMatch(/\n +at /);
});

/** Which of the folders in the home have a database server. */
async function serversRunning(): Promise<readonly string[]> {
  const names = await readdir(join(home, '.plumbline'));
  const running = await Promise.all(
    names.map(async (name) => {
      const folder = join(home, '.plumbline', name);
      const place = (await readIfPresent(join(folder, 'where')))?.trim() ?? folder;
      return (await findPostmaster(join(place, 'postgres'))) !== undefined;
    }),
  );
  return names.filter((_, index) => running[index]);
}

/** As they stand in the database. */
async function decisionsTaken(): Promise<Readonly<Record<string, number>>> {
  const ground = await openGround({ ...readConfig({}), home: join(home, '.plumbline', 'demo'), logLevel: 'silent' });
  try {
    const [{ tenantId } = { tenantId: '' }] = (await ground.tenancy.allTenants()).filter(({ slug }) => slug === 'fennmark');
    const taken = await ground.tenancy.inTenant(tenantId, anActor(), (tx) =>
      rows(tx, z.object({ decision: z.string(), times: count }), 'select decision, count(*) as times from decision group by decision'),
    );
    return Object.fromEntries(taken.map(({ decision, times }) => [decision, times]));
  } finally {
    await ground.close();
  }
}

/** Counted anew, from what each release says of its groups. */
async function groupsInTheLedger(): Promise<{ released: number; withheld: number }> {
  const folder = join(home, '.plumbline', 'demo');
  const ground = await openGround({ ...readConfig({}), home: folder, logLevel: 'silent' });
  try {
    const actor = anActor();
    const visible: string[] = [];
    for (const { tenantId } of await ground.tenancy.allTenants()) {
      const releases = await ground.tenancy.inTenant(tenantId, actor, (tx) =>
        rows(tx, z.object({ body: bytes }), 'select body from release'),
      );
      for (const { body } of releases) {
        const { everybody, groups } = releaseView.parse(ground.envelope.open(tenantId, body));
        visible.push(...[everybody, ...groups].map(({ visibility }) => visibility));
      }
    }
    const of = (visibility: string) => visible.filter((one) => one === visibility).length;
    return { released: of('shown'), withheld: of('withheld') };
  } finally {
    await ground.close();
  }
}
