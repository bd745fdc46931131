import { beforeEach, expect, test } from '@jest/globals';
import { FatalError, RecordError, TransientError } from '../../connectors/kit/errors.js';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { createLog } from '../log/log.js';
import { Acceptance } from '../outbox/acceptance.js';
import { InProcessQueue } from '../queue/in-process-queue.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
});

/** A value the source refused, after it had set it or before. */
async function refused(when: 'before' | 'after', rating = '4'): Promise<string> {
  const id = await tenant.approved('1', rating, { naturalKey: 'rating 1' });
  tenant.held.failOnce(new RecordError('answered 422', { status: 422 }), when);
  await tenant.deliver();
  expect((await tenant.messages()).find((message) => message.id === id)?.state).toBe('rejected');
  return id;
}
const report = async () => {
  const { rows, accounts } = await tenant.reconcile();
  const { compared, refused: counted, replaced } = accounts.messages;
  return { rows: rows.map(({ status, reason }) => `${status}: ${reason}`), compared, refused: counted, replaced };
};
const notThere = { rows: [], compared: 0, refused: 1, replaced: 0 };

test('a value that was refused and set all the same is said to be there', async () => {
  await refused('after');

  expect(await report()).toEqual({
    rows: [expect.stringMatching(/^unexpected: the source refused this, and what it wanted stands there all the same/)],
    compared: 1,
    refused: 0,
    replaced: 0,
  });
});

test('a value that was refused and not set is counted as refused, and no exception', async () => {
  await refused('before');

  expect(await report()).toEqual(notThere);
});

test('a value that stood there before it was refused is none the source set', async () => {
  tenant.held.rating.set('1', '4');
  await refused('before');

  expect(await report()).toEqual(notThere);
});

test('a value that another write of the same matter set is that one’s', async () => {
  await refused('before');
  await tenant.approved('1', '4', { naturalKey: 'rating 1' });
  await tenant.deliver();

  expect(await report()).toEqual({ rows: ['matched: '], compared: 1, refused: 1, replaced: 0 });
});

test('of several that were refused, the one whose value stands there is named', async () => {
  await refused('after', '4');
  await refused('before', '5');

  expect(await report()).toMatchObject({ rows: [expect.stringMatching(/^unexpected/)], compared: 1, refused: 1 });
});

test('one that cannot be looked at is unverifiable, unless the source has no such record for good', async () => {
  await refused('after');
  tenant.held.readBack = async () => Promise.reject(new TransientError('answered 503'));
  expect((await report()).rows).toEqual(['unverifiable: the source refused this, and whether it is there: answered 503']);

  tenant.held.readBack = async () => Promise.reject(new FatalError('answered 404', { status: 404 }));
  expect(await report()).toEqual(notThere);
});

test('one that somebody accepts as it stands there is no exception any more', async () => {
  const id = await refused('after');
  const acceptance = new Acceptance(database.tenancy, tenant.source, envelope, new InProcessQueue(createLog('silent')));
  const { heldHash } = await acceptance.look(tenant.tenantId, tenant.actor, id);
  await acceptance.accept(tenant.tenantId, tenant.actor, id, { heldHash, reason: 'I entered it there' });

  expect((await report()).rows).toEqual(['matched: somebody accepted what stood there in the place of what was decided']);
  expect(await tenant.states()).toEqual(['rejected']);
});

test('one of which nothing is there cannot be accepted', async () => {
  const id = await refused('before');
  const acceptance = new Acceptance(database.tenancy, tenant.source, envelope, new InProcessQueue(createLog('silent')));

  await expect(acceptance.look(tenant.tenantId, tenant.actor, id)).rejects.toThrow(/refused message .* holds something else/);
});
