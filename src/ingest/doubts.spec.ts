import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aPage, aTenantReading } from '../../test/a-tenant-reading.js';
import { anActor, testDatabase } from '../../test/database.js';
import { anEmployee, givingPages } from '../../test/scripted-source.js';
import { Doubts } from './doubts.js';

const database = testDatabase();
const envelope = anEnvelope();
const actor = anActor();
let doubts: Doubts;
let tenant: Awaited<ReturnType<typeof aTenantReading>>;
beforeEach(async () => {
  tenant = await aTenantReading(database, envelope);
  doubts = new Doubts(database.tenancy, envelope);
});

const FIELDS = { jobInformationDepartment: 'Engineering', supervisorEid: '1' };
const employees = (fields: Readonly<Record<string, unknown>>) =>
  Array.from({ length: 40 }, (_none, index) => anEmployee(String(index + 1), fields));
const dropped = (...fields: readonly string[]) => employees({ ...FIELDS, ...Object.fromEntries(fields.map((field) => [field, null])) });
const waiting = () => doubts.list(tenant.tenantId, actor);
const accept = (runId: string) => doubts.accept(tenant.tenantId, actor, { connection: 'hr', stream: 'employees', runId }, 'we dropped it');
const audited = async () => {
  const sql = `select actor_id, subject, details from audit_entry where tenant_id = $1 and event = 'doubts.accepted'`;
  return (await database.owner.query(sql, [tenant.tenantId])).rows;
};
/** Forty came with their departments, then without. */
async function withoutDepartment() {
  await tenant.sync([aPage(employees(FIELDS))]);
  await tenant.sync([aPage(dropped('jobInformationDepartment'))]);
  const [shown] = await waiting();
  return shown?.runId ?? '';
}

describe('a stream that was doubted because it looks otherwise', () => {
  test('is shown with the command that accepts it, and is doubted again until somebody does', async () => {
    const runId = await withoutDepartment();

    expect(await waiting()).toMatchObject([{ runId, connection: 'hr', stream: 'employees', doubted: ['field jobInformationDepartment'] }]);
    expect((await waiting())[0]?.notes.at(-1)).toContain(`npm run plumbline -- streams accept hr employees --run ${runId} --reason`);
    expect(await tenant.sync([aPage(dropped('jobInformationDepartment'))])).toMatchObject({ state: 'suspect' });
  });

  test('is believed once a person has accepted it, and stays so', async () => {
    const accepted = await accept(await withoutDepartment());

    expect(accepted).toEqual(['field jobInformationDepartment']);
    expect(await waiting()).toEqual([]);
    for (let time = 0; time < 2; time += 1)
      expect(await tenant.sync([aPage(dropped('jobInformationDepartment'))])).toMatchObject({ state: 'ok', notes: [] });
  });

  test('is accepted with a row of it in the audit', async () => {
    const runId = await withoutDepartment();
    expect(await audited()).toEqual([]);

    await accept(runId);

    const details = { connection: 'hr', stream: 'employees', accepted: 'field jobInformationDepartment' };
    expect(await audited()).toEqual([{ actor_id: actor.id, subject: `run:${runId}`, details }]);
  });

  test('is accepted as it was shown, although the same was found again meanwhile', async () => {
    const shown = await withoutDepartment();
    await tenant.sync([aPage(dropped('jobInformationDepartment'))]);

    await accept(shown);

    expect(await waiting()).toEqual([]);
    expect(await tenant.sync([aPage(dropped('jobInformationDepartment'))])).toMatchObject({ state: 'ok' });
  });

  test('is doubted for whatever else is lost after', async () => {
    await accept(await withoutDepartment());

    expect(await tenant.sync([aPage(dropped('jobInformationDepartment', 'supervisorEid'))])).toMatchObject({
      state: 'suspect',
      notes: [expect.stringMatching(/supervisorEid stopped coming/), expect.stringMatching(/streams accept/)],
    });
  });

  test('is not accepted where a later run found something else, or was believed', async () => {
    const shown = await withoutDepartment();
    await tenant.sync([aPage(dropped('jobInformationDepartment', 'supervisorEid'))]);
    await expect(accept(shown)).rejects.toThrow(/a later run of hr employees found something else/);

    await tenant.sync([aPage(employees(FIELDS))]);
    await expect(accept(shown)).rejects.toThrow(/found something else/);
    expect(await waiting()).toEqual([]);
    expect(await tenant.sync([aPage(dropped('jobInformationDepartment'))])).toMatchObject({ state: 'suspect' });
  });

  test('is accepted once, by whoever says so first', async () => {
    const runId = await withoutDepartment();

    const said = await Promise.allSettled([accept(runId), accept(runId)]);

    expect(said.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(accept(runId)).rejects.toThrow(/accepted already/);
  });

  test('is nobody else’s to accept, and what was not doubted is not there to be accepted', async () => {
    const runId = await withoutDepartment();
    const other = await aTenantReading(database, envelope);

    const asked = { connection: 'hr', stream: 'employees', runId };
    await expect(doubts.accept(other.tenantId, actor, asked, 'by mistake')).rejects.toThrow(/no run/);
    await expect(accept('everything')).rejects.toThrow(/no run everything/);
  });
});

test('a stream that never deletes and gives nothing any more is believed once a person has accepted that', async () => {
  const reading = (given: readonly unknown[]) => tenant.syncStreams([givingPages([aPage(given)], { deletes: 'never' })]);
  await reading(employees(FIELDS));
  expect(await reading([])).toMatchObject([
    { state: 'suspect', notes: [expect.stringMatching(/^no records came/), expect.stringMatching(/accept/)] },
  ]);

  await accept((await waiting())[0]?.runId ?? '');

  expect(await reading([])).toMatchObject([{ state: 'ok', notes: [] }]);
  expect((await tenant.records()).filter(({ isCurrent }) => isCurrent).length).toBeGreaterThan(0);
});
