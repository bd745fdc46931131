import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTenant, anActor, testDatabase } from '../../test/database.js';
import { until } from '../../test/until.js';
import { canonicalJson } from '../files/envelope.js';
import { recordAudit } from './audit.js';
import { checkCheckpoint, checkOwnCheckpoints, type CheckpointFile, checkpointFile, signCheckpoint } from './checkpoint.js';
import { sealAudit } from './seal.js';
import { isSameKey, keyIdOf, signerIn } from './signing-key.js';
import { verifyAudit } from './verify.js';

const database = testDatabase();
let tenantId: string;
beforeEach(async () => {
  tenantId = await aTenant(database.tenancy);
});

/** As many entries, in one transaction. */
const write = (many: number, event = 'test.done') =>
  database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
    for (let at = 0; at < many; at += 1) await recordAudit(tx, { event, subject: `test:${at}`, details: { at } });
  });
const trySeal = () => database.tenancy.inTenant(tenantId, anActor(), (tx) => sealAudit(tx, tenantId));
/** All of it, once whatever else is under way on this server, in other spec files too, is over: until then a part may be left out. */
const seal = async () => {
  await until(async () => {
    const sql = 'select audit_turn_of(pg_snapshot_xmin(pg_current_snapshot())) > max(turn) as all from audit_entry where tenant_id = $1';
    return (await database.owner.query<{ all: boolean }>(sql, [tenantId])).rows[0]?.all === true;
  });
  return trySeal();
};
const verify = () => database.tenancy.inTenant(tenantId, anActor(), (tx) => verifyAudit(tx, tenantId), { oneState: true });

/** What nobody in the hub can do: the owner, with the guard taken off. */
async function forge(sql: string, parameters: readonly unknown[] = []): Promise<void> {
  await database.owner.query('set session_replication_role = replica'); // triggers are off
  await database.owner.query(sql, [...parameters]);
  await database.owner.query('reset session_replication_role');
}
const ids = async (): Promise<string[]> => {
  const sql = 'select id from audit_entry where tenant_id = $1 order by turn, seq';
  return (await database.owner.query<{ id: string }>(sql, [tenantId])).rows.map(({ id }) => id);
};

describe('what was written is sealed', () => {
  test('in blocks that lead to one another, each entry in one, and what came since is told', async () => {
    await write(3);
    const first = await seal();
    await write(2);
    const second = await seal();
    await write(1);

    expect([first, second]).toEqual([
      { number: 1, entries: 3 },
      { number: 2, entries: 2 },
    ]);
    expect(await verify()).toMatchObject({ blocks: 2, entries: 5, unsealed: 1, breaches: [] });
  });

  test('not before its transaction is over, and then all of it', async () => {
    const mayEnd = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = database.tenancy.inTenant(tenantId, anActor(), async (tx) => {
      await recordAudit(tx, { event: 'test.slow', subject: 'test:slow' });
      begun.resolve();
      await mayEnd.promise;
    });
    await begun.promise;
    await write(2); // later, and over before it

    const meanwhile = await trySeal();
    mayEnd.resolve();
    await slow;
    const afterwards = await seal();

    expect({ meanwhile, afterwards }).toEqual({ meanwhile: undefined, afterwards: { number: 1, entries: 3 } });
    expect(await verify()).toMatchObject({ unsealed: 0, breaches: [] });
  });

  test('once, however many seal at the same time', async () => {
    await write(20);

    await until(async () => (await Promise.all(Array.from({ length: 6 }, trySeal))).some((one) => one !== undefined));

    expect(await verify()).toMatchObject({ blocks: 1, entries: 20, unsealed: 0, breaches: [] });
  });

  test('and nothing is sealed where nothing was written', async () => {
    expect(await trySeal()).toBeUndefined();
    expect(await verify()).toMatchObject({ blocks: 0, entries: 0, unsealed: 0, breaches: [] });
  });
});

test('a database that goes on at a server which counts its transactions anew is sealed there, after all it had', async () => {
  await write(3);
  await seal();
  await write(2); // and not sealed before it is moved
  // As if this server had come less far than the one that was written on.
  await forge('update audit_entry set turn = turn + 1000000000 where tenant_id = $1', [tenantId]);
  await forge('update audit_block set upto = upto + 1000000000 where tenant_id = $1', [tenantId]);
  const before = (await verify()).breaches; // the block, which is not as it was sealed

  await database.owner.query('select begin_audit_epoch()');
  await database.owner.query('select begin_audit_epoch()'); // whoever starts beside it begins no other
  await write(1);
  await until(async () => {
    await trySeal();
    return (await verify()).unsealed === 0;
  });

  expect(await verify()).toMatchObject({ entries: 6, breaches: before });
});

describe('whoever changes it behind the hub is found out:', () => {
  beforeEach(async () => {
    for (let block = 0; block < 3; block += 1) {
      await write(4);
      await seal();
    }
  });

  test('one byte of an entry', async () => {
    const [id] = (await ids()).slice(5);
    await forge(`update audit_entry set subject = 'test:9' where id = $1`, [id]);

    expect((await verify()).breaches).toEqual([{ block: 2, what: 'entry-changed', place: 2, entryId: id }]);
  });

  test('an entry that is gone', async () => {
    const [id] = (await ids()).slice(6);
    await forge('delete from audit_entry where id = $1', [id]);

    expect((await verify()).breaches).toEqual([{ block: 2, what: 'entry-missing', place: 3 }]);
  });

  test('two entries that changed places', async () => {
    const [one, other] = (await ids()).slice(5, 7);
    await forge(
      `update audit_entry e set subject = o.subject, details = o.details from audit_entry o where e.id in ($1, $2) and o.id in ($1, $2) and o.id <> e.id`,
      [one, other],
    );

    expect((await verify()).breaches).toMatchObject([
      { what: 'entry-changed', place: 2 },
      { what: 'entry-changed', place: 3 },
    ]);
  });

  test('an entry that was slipped in', async () => {
    await forge(
      `insert into audit_entry (tenant_id, id, at, actor_kind, actor_id, trace_id, event, subject, turn)
       select tenant_id, gen_random_uuid(), at, actor_kind, 'mallory', trace_id, event, subject, turn from audit_entry where id = $1`,
      [(await ids())[4]],
    );

    expect((await verify()).breaches).toMatchObject([{ block: 2, what: 'entry-added', place: 5 }]);
  });

  test('a block that is gone', async () => {
    await forge('delete from audit_block where tenant_id = $1 and number = 2', [tenantId]);

    expect((await verify()).breaches).toEqual([{ block: 2, what: 'block-missing' }]);
  });

  test('a block that says another hash of itself', async () => {
    await forge(`update audit_block set hash = sha256('forged') where tenant_id = $1 and number = 2`, [tenantId]);

    expect((await verify()).breaches).toEqual([
      { block: 2, what: 'block-changed' },
      { block: 3, what: 'block-changed' },
    ]);
  });

  test('what is kept beside a block to tell its entries apart', async () => {
    await forge(`update audit_block set leaves = decode(repeat('ab', 32), 'hex') where tenant_id = $1 and number = 2`, [tenantId]);

    expect((await verify()).breaches).toEqual([{ block: 2, what: 'block-changed' }]);
  });
});

describe('nobody who has the connection of the hub', () => {
  test.each([
    ['changes an entry', `update audit_entry set event = 'x'`],
    ['takes one away', 'delete from audit_entry'],
    ['changes a block', `update audit_block set hash = ''`],
    ['takes one away from the chain', 'delete from audit_block'],
    [
      'says when an entry was written',
      `insert into audit_entry (tenant_id, id, at, actor_kind, actor_id, trace_id, event, subject)
      values (app_tenant(), gen_random_uuid(), '2020-01-01', 'person', 'x', gen_random_uuid(), 'x', 'x')`,
    ],
    [
      'says in which turn',
      `insert into audit_entry (tenant_id, id, turn, actor_kind, actor_id, trace_id, event, subject)
      values (app_tenant(), gen_random_uuid(), '5', 'person', 'x', gen_random_uuid(), 'x', 'x')`,
    ],
  ])('%s', async (_what, sql) => {
    await write(1);
    await seal();

    await expect(database.tenancy.inTenant(tenantId, anActor(), (tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
  });
});

describe('a checkpoint', () => {
  const home = mkdtempSync(join(tmpdir(), 'audit-key-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const signer = signerIn(home);
  const sign = () => database.tenancy.inTenant(tenantId, anActor(), (tx) => signCheckpoint(tx, tenantId, signer));
  const check = async (file: CheckpointFile | undefined) => {
    if (file === undefined) throw new Error('there was something to sign');
    return database.tenancy.inTenant(tenantId, anActor(), (tx) =>
      checkCheckpoint(tx, tenantId, file, (key) => isSameKey(key, signer.publicKey)),
    );
  };
  const own = () => database.tenancy.inTenant(tenantId, anActor(), (tx) => checkOwnCheckpoints(tx, tenantId, signer));

  test('holds while the chain leads through it, whatever comes after', async () => {
    await write(2);
    await seal();
    const file = await sign();
    await write(2);
    await seal();

    expect(await check(file)).toBeUndefined();
    expect(await check(checkpointFile.parse(JSON.parse(JSON.stringify(file))))).toBeUndefined();
    expect(await own()).toEqual({ checked: 1, ofOtherKeys: 0, broken: [] });
  });

  test('tells of a chain that was forged and sealed anew, which tells nothing itself', async () => {
    for (let block = 0; block < 3; block += 1) {
      await write(4);
      await seal();
    }
    const file = await sign();
    await forge(`update audit_entry set subject = 'test:9' where id = $1`, [(await ids())[5]]);
    await forge('delete from audit_block where tenant_id = $1 and number >= 2', [tenantId]);
    const cutOff = await check(file);
    await seal();
    await write(1);
    await seal();

    expect((await verify()).breaches).toEqual([]);
    expect([cutOff?.what, (await check(file))?.what]).toEqual(['block-missing', 'another-hash']);
    expect((await own()).broken).toEqual([{ block: 3, what: 'another-hash' }]);
  });

  test('that was changed, or signed by another, is not believed', async () => {
    await write(1);
    await seal();
    const file = await sign();
    if (file === undefined) throw new Error('there was something to sign');
    const other = mkdtempSync(join(home, 'other-'));

    const statement = { ...file.statement, hash: '00'.repeat(32) };
    expect(await check({ ...file, statement })).toMatchObject({ what: 'not-signed-so' });
    expect(await check({ ...file, publicKey: signerIn(other).publicKey })).toMatchObject({ what: 'not-signed-so' });
  });

  test('that says itself whose key it is signed with is not believed for that', async () => {
    await write(3);
    await seal();
    const file = await sign();
    if (file === undefined) throw new Error('there was something to sign');
    const forger = signerIn(mkdtempSync(join(home, 'forger-')));
    await forge(`update audit_entry set actor_id = 'eve' where tenant_id = $1`, [tenantId]);
    await forge('delete from audit_block where tenant_id = $1', [tenantId]);
    await seal();
    const now = await database.tenancy.inTenant(tenantId, anActor(), (tx) => verifyAudit(tx, tenantId));
    const statement = { ...file.statement, hash: now.head.toString('hex'), key: keyIdOf(forger.publicKey) };
    const forged = { statement, signature: forger.sign(canonicalJson(statement)).toString('base64'), publicKey: forger.publicKey };

    expect(now.breaches).toEqual([]);
    expect(await check(forged)).toEqual({ block: 1, what: 'of-another-key' });
    expect(await check({ ...forged, publicKey: forged.publicKey.replaceAll('\n', '\r\n') })).toEqual({ block: 1, what: 'of-another-key' });
    expect(await check({ ...file, publicKey: file.publicKey.replaceAll('\n', '\r\n') })).toMatchObject({ what: 'another-hash' });
  });

  test('is of one tenant', async () => {
    await write(1);
    await seal();
    const file = await sign();
    tenantId = await aTenant(database.tenancy);

    expect(await check(file)).toMatchObject({ what: 'of-another-tenant' });
  });

  test('is not made where nothing was sealed', async () => {
    expect(await sign()).toBeUndefined();
  });
});
