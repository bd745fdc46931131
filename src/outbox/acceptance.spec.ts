import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aTenantWriting } from '../../test/a-tenant-writing.js';
import { testDatabase } from '../../test/database.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Acceptance } from './acceptance.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aTenantWriting>>;
let acceptance: Acceptance;
beforeEach(async () => {
  tenant = await aTenantWriting(database, envelope);
  acceptance = new Acceptance(database.tenancy, tenant.source, envelope, new InProcessQueue(createLog('silent')));
});

const look = (id: string) => acceptance.look(tenant.tenantId, tenant.actor, id);
const accept = (id: string, heldHash: string) =>
  acceptance.accept(tenant.tenantId, tenant.actor, id, { heldHash, reason: 'the vendor writes it so' });
const acceptAsItIs = async (id: string) => accept(id, (await look(id)).heldHash);
const holdsNow = (rating: string) => tenant.held.rating.set('1', rating);
/** A write that its source took, and wrote in a way of its own. */
async function rewritten(): Promise<string> {
  const id = await tenant.approved('1', 'Strong');
  tenant.held.onApply = async (_employeeId, apply) => {
    apply();
    holdsNow('STRONG');
  };
  await tenant.deliver();
  expect(await tenant.states()).toEqual(['conflict']);
  return id;
}
const row = async () => (await tenant.reconcile()).rows.map(({ status, reason }) => `${status}: ${reason}`);

describe('what a source rewrote in its own way', () => {
  test('is shown beside what was wanted, and nothing is written down by looking', async () => {
    const id = await rewritten();

    expect(await look(id)).toMatchObject({
      ...{ connection: 'hr', operation: 'employee.update', entity: 'employee:1', about: null },
      fields: [{ field: 'rating', held: 'STRONG', wanted: 'Strong' }],
    });
    expect(await tenant.states()).toEqual(['conflict']);
    expect(await row()).toEqual(['drifted: differs in: rating']);
  });

  test('ends the conflict once a person accepts it, and matches from then on', async () => {
    const id = await rewritten();

    expect(await acceptAsItIs(id)).toEqual({ id, state: 'cancelled' });

    expect(tenant.held.applied).toEqual(['1 Strong']);
    expect(await row()).toEqual(['matched: somebody accepted what stood there in the place of what was decided']);
    expect((await tenant.messages())[0]?.reason).toBe('what stands there was accepted in its place: the vendor writes it so');
  });

  test('drifts once it is something else than was accepted', async () => {
    await acceptAsItIs(await rewritten());
    holdsNow('WEAK');

    expect(await row()).toEqual(['drifted: differs in: rating; somebody accepted what stood there in the place of what was decided']);
  });

  test('is kept with who accepted it, and why: in the audit by its hash, and sealed with the message', async () => {
    const id = await rewritten();
    const { heldHash } = await look(id);
    await accept(id, heldHash);

    const { rows: audited } = await database.owner.query(
      `select actor_kind, actor_id, subject, details from audit_entry where tenant_id = $1 and event = 'message.accepted'`,
      [tenant.tenantId],
    );
    const { rows: kept } = await database.owner.query<{ held: Buffer; reason: Buffer; by: string }>(
      'select held, reason, accepted_by as by from outbox_acceptance where tenant_id = $1',
      [tenant.tenantId],
    );
    const by = `${tenant.actor.kind}:${tenant.actor.id}`;
    expect(audited).toEqual([expect.objectContaining({ subject: `message:${id}`, details: { held: heldHash } })]);
    expect(
      kept.map(({ held, reason, by: who }) => [envelope.open(tenant.tenantId, held), envelope.open(tenant.tenantId, reason), who]),
    ).toEqual([[{ rating: 'STRONG' }, 'the vendor writes it so', by]]);
  });

  test('is not accepted by who saw something else there', async () => {
    const id = await rewritten();
    const { heldHash } = await look(id);
    holdsNow('WEAK');

    await expect(accept(id, heldHash)).rejects.toThrow(/not what you saw of message .*nothing was accepted/);
    expect(await tenant.states()).toEqual(['conflict']);
  });

  test('is accepted once by who says so twice, also at once', async () => {
    const id = await rewritten();
    const { heldHash } = await look(id);

    await Promise.all([accept(id, heldHash), accept(id, heldHash)]);

    const { rows } = await database.owner.query('select from outbox_acceptance where tenant_id = $1', [tenant.tenantId]);
    expect(rows).toHaveLength(1);
  });

  test('is accepted also of a write that was verified before, which stays verified', async () => {
    const id = await tenant.approved('1', 'Strong');
    await tenant.deliver();
    holdsNow('STRONG');

    expect(await acceptAsItIs(id)).toMatchObject({ state: 'verified' });
    expect(await row()).toEqual([expect.stringMatching(/^matched/)]);
  });
});

describe('there is nothing to accept', () => {
  test('of a message that has not left', async () => {
    await expect(look(await tenant.plan('1', 'Strong'))).rejects.toThrow(
      /is planned: what stands .* conflict, verified, cancelled, rejected/,
    );
  });

  test('where the source holds what was wanted by now', async () => {
    const id = await rewritten();
    holdsNow('Strong');

    await expect(look(id)).rejects.toThrow(/holds what message .* wanted.*plan it again/);
  });

  test('of what was verified and is there, and nobody is sent to what cannot be', async () => {
    const id = await tenant.approved('1', 'Strong');
    await tenant.deliver();
    await expect(look(id)).rejects.toThrow(/nothing to accept: all is as it was decided$/);

    tenant.source.script = { streams: [], operations: [tenant.held.operation({ readBack: async () => undefined })] };
    await expect(look(id)).rejects.toThrow(/holds nothing of message .*: have the matter decided again, if it is to be there$/);
  });

  test('where the source holds nothing of it', async () => {
    const id = await rewritten();
    tenant.source.script = { streams: [], operations: [tenant.held.operation({ readBack: async () => undefined })] };

    await expect(look(id)).rejects.toThrow(/holds nothing of message .*plan it again/);
  });

  test('where the source does not show it', async () => {
    const id = await rewritten();
    tenant.held.readBack = async () => ({});

    await expect(look(id)).rejects.toThrow(/does not show rating/);
  });

  test('where there is no such message', async () => {
    await expect(look(tenant.tenantId)).rejects.toThrow(/there is no message/);
  });
});
