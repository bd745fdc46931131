import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBuilt } from '../command-line.js';
import { testDatabase } from '../database.js';
import { until } from '../until.js';

const database = testDatabase();
let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'the audit of a hub '));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const run = (script: string, words: readonly string[]) =>
  runBuilt(script, words, {
    cwd,
    env: { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.hubUrl, PLUMBLINE_HOME: join(cwd, 'home'), PORT: '0' },
  });
const plumbline = (...words: readonly string[]) => run('cli.js', words);
/** Whatever is under way on this server, in other spec files too, keeps what came after it unsealed until it ends. */
const mayBeSealed = () =>
  until(async () => {
    const horizon = 'audit_turn_of(pg_snapshot_xmin(pg_current_snapshot()))';
    const { rows } = await database.owner.query<{ all: boolean }>(`select ${horizon} > max(turn) as all from audit_entry`);
    return rows[0]?.all === true;
  });

test('what commands did is listed, signed and verified, and whoever changes it afterwards is found out', async () => {
  await plumbline('tenants', 'create', 'acme', '--organisation', 'Acme', '--actor', 'ada');
  const listed = await plumbline('audit', 'list', '--tenant', 'acme');
  await mayBeSealed();
  const signed = await plumbline('audit', 'checkpoint', '--tenant', 'acme', '--to', 'kept.json');
  const whole = await plumbline('audit', 'verify', '--tenant', 'acme', '--checkpoint', 'kept.json');
  await database.owner.query('set session_replication_role = replica'); // triggers are off
  await database.owner.query(`update audit_entry set actor_id = 'eve' where event = 'tenant.created' and actor_id = 'ada'`);
  await database.owner.query('reset session_replication_role');
  const forged = await plumbline('audit', 'verify', '--tenant', 'acme', '--checkpoint', 'kept.json');

  expect(listed.stdout).toMatch(/^\S+Z +person:ada +tenant\.created +tenant:/m);
  expect(signed).toMatchObject({ code: 0, stdout: expect.stringContaining('kept.json holds it. Keep it elsewhere') });
  expect(whole).toMatchObject({ code: 0, stdout: expect.stringMatching(/each as it was sealed/) });
  expect(forged).toMatchObject({ code: 1, stdout: expect.stringMatching(/entry 1 of block 1 \(\S+\) was changed after it was sealed/) });
});

test.each(['main.js', 'worker.js'])('%s says at once that it cannot sign, and ends', async (script) => {
  await plumbline('audit', 'checkpoint', '--tenant', 'acme');
  await chmod(join(cwd, 'home', 'audit-key.pem'), 0o644);

  const { code, stderr } = await run(script, []);
  await chmod(join(cwd, 'home', 'audit-key.pem'), 0o600);

  expect({ code, said: stderr.trim() }).toEqual({
    code: 1,
    said: expect.stringMatching(/^the audit key .* can be read by others; .*chmod 600 "[^"]+"$/),
  });
});

test('a checkpoint that was changed is called so, and the trail is not', async () => {
  await plumbline('tenants', 'create', 'kept', '--organisation', 'Kept');
  await mayBeSealed();
  await plumbline('audit', 'checkpoint', '--tenant', 'kept', '--to', 'own.json');
  const own = JSON.parse(await readFile(join(cwd, 'own.json'), 'utf8')) as { statement: object };
  await writeFile(join(cwd, 'changed.json'), JSON.stringify({ ...own, statement: { ...own.statement, hash: '0'.repeat(64) } }));

  const { code, stdout } = await plumbline('audit', 'verify', '--tenant', 'kept', '--checkpoint', 'changed.json');

  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: expect.stringMatching(/, each as it was sealed;[\s\S]*the checkpoint itself was changed/),
  });
});

test('a checkpoint of a key the hub does not know is believed only where somebody knows that key', async () => {
  await plumbline('audit', 'checkpoint', '--tenant', 'kept', '--to', 'older.json');
  const { statement } = JSON.parse(await readFile(join(cwd, 'older.json'), 'utf8')) as { statement: { key: string } };
  await rm(join(cwd, 'home', 'audit-key.pem')); // the next command makes another

  const unknown = await plumbline('audit', 'verify', '--tenant', 'kept', '--checkpoint', 'older.json');
  const known = await plumbline('audit', 'verify', '--tenant', 'kept', '--checkpoint', 'older.json', '--key', statement.key);
  const ofNothing = await plumbline('audit', 'verify', '--tenant', 'kept', '--key', statement.key);

  expect(unknown).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/, each as it was sealed;[\s\S]*not this hub’s, as anybody could/),
  });
  expect(known).toMatchObject({ code: 0 });
  expect(ofNothing).toMatchObject({ code: 2, stderr: expect.stringContaining('add --checkpoint FILE') });
});

test('a list that is cut says how to go on where that leads on, and one of nothing is refused', async () => {
  const examples = join(import.meta.dirname, '../../examples');
  const map = join(examples, 'pulse-survey.map.json');
  await plumbline('import', join(examples, 'pulse-survey.csv'), '--as', 'survey', '--map', map, '--tenant', 'kept');
  const list = (limit: string) => plumbline('audit', 'list', '--tenant', 'kept', '--limit', limit);

  const [one, many, none] = [await list('1'), await list('4'), await list('0')];

  expect(one.stdout).toMatch(/there is more: ask for it with --limit$/m);
  expect(many.stdout).toMatch(/there is more: go on with --from \S+Z \(what was done in that very instant comes again\)/);
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('It is 1 or more') });
});

test('a checkpoint that holds no key is told by its file', async () => {
  await plumbline('audit', 'checkpoint', '--tenant', 'acme', '--to', 'damaged.json');
  const damaged = { ...(JSON.parse(await readFile(join(cwd, 'damaged.json'), 'utf8')) as object), publicKey: 'none' };
  await writeFile(join(cwd, 'damaged.json'), JSON.stringify(damaged));

  expect(await plumbline('audit', 'verify', '--tenant', 'acme', '--checkpoint', 'damaged.json')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('damaged.json holds no checkpoint'),
  });
});
