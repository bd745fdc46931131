import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { generateCompany } from '../../simulators/company/company.js';
import { forBamboohr } from '../../simulators/company/for-bamboohr.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';
import { readConfig } from '../../src/config/config.js';
import { type StreamReport, streamReport } from '../../src/ingest/ingest.js';
import { Runs, type StreamRunView } from '../../src/ingest/runs.js';
import { type OpenGround, openGround } from '../../src/open-hub.js';
import { runBuilt } from '../command-line.js';
import { anActor } from '../database.js';
import { makeTemporaryHome, removeTemporaryHome } from '../temporary-home.js';

/** The compiled build, which reads more employees than a page holds; at the second page the source answers nothing. */
const PAGE = 1000;
const company = generateCompany({ seed: 7, people: PAGE + 200 });
const environment = { DATABASE_URL: undefined, REDIS_URL: undefined };
let vendor: RunningSimulator;
let home: string;
/** Open all the while, so that every command finds its database server running, as beside a hub. */
let ground: OpenGround;

beforeAll(async () => {
  home = await makeTemporaryHome();
  ground = await openGround({ ...readConfig({}), databaseUrl: undefined, home: join(home, '.plumbline/hub'), logLevel: 'silent' });
  vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: 'key' });
  const path = join(home, 'hr.json');
  await writeFile(path, JSON.stringify({ subdomain: 'acme', apiKey: 'key', url: vendor.url }));
  expect(await plumbline('connections', 'add', 'hr', 'bamboohr', '--config', path)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await vendor.close();
  await ground.close();
  await removeTemporaryHome(home);
});
const begun: ChildProcess[] = [];
afterEach(() => begun.splice(0).forEach((child) => child.kill('SIGKILL')));

const plumbline = (...words: readonly string[]) => runBuilt('cli.js', words, { cwd: home, env: environment });

/** A sync of everybody from the beginning, of which the first page is stored, and which waits for the second. */
async function halfWay() {
  vendor.faults.clear();
  vendor.faults.arm({ method: 'POST', path: 'datasets/employee/data', skip: 1, fault: { kind: 'hang', when: 'before' } });
  const words = [join(import.meta.dirname, '../../dist/bin/cli.js'), 'sync', 'hr', '--stream', 'employees', '--full'];
  const child = spawn(process.execPath, words, { cwd: home, env: { ...process.env, NODE_OPTIONS: '', ...environment } });
  begun.push(child);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => ({ code, signal, ...said }));
  await new Promise<void>((reached, failed) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
      if (said.stderr.includes(`employees: ${PAGE} read`)) reached();
    });
    child.once('close', () => failed(new Error(`it ended before it had read a page: ${said.stderr}`)));
  });
  return { child, ended };
}

/** Syncs to the end, as somebody would next. */
async function next(): Promise<StreamReport> {
  vendor.faults.clear();
  const { code, stdout } = await plumbline('sync', 'hr', '--stream', 'employees', '--json');
  const [report] = z.object({ streams: z.array(streamReport) }).parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).streams;
  expect({ code, state: report?.state }).toEqual({ code: 3, state: 'ok' }); // one record of the company does not fit
  return streamReport.parse(report);
}

async function listed(): Promise<StreamRunView[]> {
  const { runs } = await new Runs(ground.tenancy).page((await ground.tenancy.tenantNamed('main')) ?? '', anActor(), { limit: 100 });
  return runs;
}

test('a killed sync is called failed at once, and the next takes the stream over and goes on from its last page', async () => {
  const { child, ended } = await halfWay();
  const [running] = await listed();
  child.kill('SIGKILL');
  await ended;

  const [killed] = await listed();
  const after = await next();
  const [last, before] = await listed();

  expect(running).toMatchObject({ state: 'running' });
  expect(killed).toMatchObject({
    runId: running?.runId,
    state: 'failed',
    read: PAGE,
    notes: [expect.stringMatching(/process ended.*next sync/)],
  });
  expect((killed?.landed ?? 0) + (killed?.quarantined ?? 0)).toBe(PAGE);
  expect(after.read).toBeLessThan(PAGE);
  expect(before).toMatchObject({
    runId: running?.runId,
    state: 'failed',
    landed: killed?.landed,
    notes: [expect.stringMatching(/later run/)],
  });
  expect(last).toMatchObject({ state: 'ok' });
});

test('Ctrl-C ends a sync that waits for its source, which says what it kept, and the next goes on from there', async () => {
  const { child, ended } = await halfWay();
  child.kill('SIGINT');
  child.kill('SIGINT'); // as a terminal does, and npm once more
  const { code, stdout, stderr } = await ended;

  const after = await next();

  expect({ code, stopping: stderr.includes('stopping: what was stored stays') }).toEqual({ code: 1, stopping: true });
  expect(stdout).toMatch(new RegExp(`employees +failed +${PAGE} `));
  expect(stdout).toContain('cancelled; what was stored stays, and the next sync goes on from there');
  expect(after.read).toBeLessThan(PAGE);
});

test('a sync beside one that reads is refused, and that one is left alone', async () => {
  const { child, ended } = await halfWay();
  const beside = await plumbline('sync', 'hr', '--stream', 'employees');
  child.kill('SIGINT');
  await ended;

  const after = await next();

  expect(beside).toMatchObject({ code: 1, stderr: expect.stringMatching(/hr employees is being read since .*nothing was done/) });
  expect(after.read).toBeLessThan(PAGE);
});
