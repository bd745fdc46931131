import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBuilt } from '../command-line.js';
import { testDatabase } from '../database.js';

const database = testDatabase();
let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'the audit of a hub '));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const plumbline = (...words: readonly string[]) =>
  runBuilt('src/cli.js', words, {
    cwd,
    env: { DATABASE_URL: database.ownerUrl, DATABASE_APP_URL: database.hubUrl, PLUMBLINE_HOME: join(cwd, 'home') },
  });

test('what commands did is listed, signed and verified, and whoever changes it afterwards is found out', async () => {
  await plumbline('tenants', 'create', 'acme', '--organisation', 'Acme', '--actor', 'ada');
  const listed = await plumbline('audit', 'list', '--tenant', 'acme');
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
