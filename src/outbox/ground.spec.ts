import { beforeEach, describe, expect, test } from '@jest/globals';
import { anEnvelope } from '../../test/an-envelope.js';
import { aReviewedTenant } from '../../test/a-reviewed-tenant.js';
import { Held } from '../../test/a-tenant-writing.js';
import { anActor, testDatabase } from '../../test/database.js';
import { ScriptedSource } from '../../test/scripted-source.js';
import { until } from '../../test/until.js';
import type { FoundBy } from '../findings/findings.js';
import { createLog } from '../log/log.js';
import { InProcessQueue } from '../queue/in-process-queue.js';
import { Delivery } from './deliver.js';
import { Outbox } from './outbox.js';
import { Preview } from './preview.js';

const database = testDatabase();
const envelope = anEnvelope();
let tenant: Awaited<ReturnType<typeof aReviewedTenant>>;
let preview: Preview;
let messageId: string;
let delivery: Delivery;
let applied: number;
let present: () => Promise<{ customLastRating: string }>;

describe('a write that was decided on a finding', () => {
  beforeEach(async () => {
    tenant = await aReviewedTenant(database, envelope);
    await tenant.calibrate();
    const [opened] = await tenant.cases();
    await tenant.review.decide(tenant.tenantId, anActor(), opened?.id ?? '', {
      decision: 'approve',
      reasonCode: 'agreed',
      reason: 'as discussed',
    });
    const { rows } = await database.owner.query<{ id: string }>(
      `select id from outbox_message where tenant_id = $1 and operation = 'employee.update'`,
      [tenant.tenantId],
    );
    messageId = rows[0]?.id ?? '';
    const source = new ScriptedSource(database.tenancy, envelope);
    applied = 0;
    present = async () => ({ customLastRating: '2' });
    const apply = async () => {
      applied += 1;
      return {};
    };
    source.script = { streams: [], operations: [new Held().operation({ present: () => present(), apply })] };
    preview = new Preview(database.tenancy, source, envelope, new InProcessQueue(createLog('silent')), tenant.stillNewest);
    delivery = new Delivery(database.tenancy, source, envelope, createLog('silent'), tenant.stillNewest);
  });
  const somebodyWaits = async () => {
    const { rows } = await database.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%for share'`,
    );
    return rows.length > 0;
  };
  const look = () => preview.look(tenant.tenantId, anActor(), messageId);
  const foundAnew = async () => {
    await tenant.arrive('rating', { r1: { score: 5 } });
    await tenant.calibrate();
  };

  test('is shown without a word while that holds', async () => {
    expect((await look()).note).toBeNull();
  });

  test('says whom it is about, by name, and whose record it sets', async () => {
    const all = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, anActor());

    expect(await look()).toMatchObject({ connection: 'hr', operation: 'employee.update', entity: 'employee:1', about: 'Noor Number1' });
    expect(all.map(({ entity, about }) => [entity, about])).toEqual(all.map(() => ['employee:1', 'Noor Number1']));
  });

  test('is shown as one whose ground is gone, once it is found anew', async () => {
    await foundAnew();

    expect((await look()).note).toMatch(/holds no more: it was found anew.*newer case/);
  });

  test('is shown as that once a record it rests on came otherwise from its source, before anybody found anything anew', async () => {
    const before = await look();
    await tenant.arrive('rating', { r1: { score: 5 } });

    await expect(preview.approve(tenant.tenantId, anActor(), [before])).rejects.toThrow(/rest on what changed/);
    expect((await look()).note).toMatch(/holds no more: .*a record it rests on has changed at its source/);
  });

  test('is not sent on an approval from before such a record came', async () => {
    await preview.approve(tenant.tenantId, anActor(), [await look()]);
    await tenant.arrive('rating', { r1: { score: 5 } });
    await delivery.deliverDue(tenant.tenantId, anActor());

    const all = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, anActor(), 'planned');
    expect({ applied, reason: all.find(({ id }) => id === messageId)?.reason }).toEqual({
      applied: 0,
      reason: expect.stringMatching(/approved before that: .*has changed at its source/),
    });
  });

  test('is shown as that also while it is being found anew', async () => {
    const by = await database.owner.query<FoundBy>(
      `select f.pipeline, f.pipeline_version as version, f.cycle_id as "cycleId", r.kept::int as after from finding f
         join finding_run r on r.tenant_id = f.tenant_id and r.pipeline = f.pipeline and r.cycle_id = f.cycle_id where f.tenant_id = $1`,
      [tenant.tenantId],
    );
    const [foundBy] = by.rows;
    if (foundBy === undefined) throw new Error('something was found');
    const seen: ReturnType<typeof look>[] = [];

    await database.tenancy.inTenant(tenant.tenantId, anActor(), async (tx) => {
      await tenant.findings.keep(tx, tenant.tenantId, foundBy, []);
      let isOver = false;
      seen.push(look());
      void seen[0]?.finally(() => (isOver = true));
      await until(async () => isOver || (await somebodyWaits()));
    });

    expect((await seen[0])?.note).toMatch(/holds no more/);
  });

  test('is not approved by who saw it before that, and is by who was told', async () => {
    const before = await look();
    await foundAnew();

    await expect(preview.approve(tenant.tenantId, anActor(), [before])).rejects.toThrow(/found anew since you saw them.*outbox preview/);
    await preview.approve(tenant.tenantId, anActor(), [await look()]);
  });

  test('is not approved by who saw it before that, although somebody else was told since', async () => {
    const before = await look();
    await foundAnew();
    await look();

    await expect(preview.approve(tenant.tenantId, anActor(), [before])).rejects.toThrow(/looked at again since you saw them/);
  });

  test('says so beside it, to whoever did not look themselves', async () => {
    await foundAnew();
    await look();

    const all = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, anActor(), 'planned');

    expect(all.find(({ id }) => id === messageId)?.reason).toMatch(/holds no more: it was found anew/);
  });

  test('is sent on an approval of who was told, and on none from before that', async () => {
    await preview.approve(tenant.tenantId, anActor(), [await look()]);
    await foundAnew();
    await delivery.deliverDue(tenant.tenantId, anActor());

    const planned = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, anActor(), 'planned');
    const waiting = planned.find(({ id }) => id === messageId);
    expect({ applied, reason: waiting?.reason }).toEqual({
      applied: 0,
      reason: expect.stringMatching(/approved before that: .*holds no more/),
    });

    await preview.approve(tenant.tenantId, anActor(), [await look()]);
    await delivery.deliverDue(tenant.tenantId, anActor());
    expect(applied).toBe(1);
  });

  describe('and is true of the newest rating alone', () => {
    const ratedLater = () => tenant.arrive('rating', { r2: { cycleKey: '2026-H2', ratedOn: '2026-11-20', score: 5 } });
    const said = async () => {
      const all = await new Outbox(database.tenancy, envelope).list(tenant.tenantId, anActor());
      return all.map(({ operation, state, reason }) => `${operation} ${state}: ${reason}`);
    };

    test('is withdrawn when one of a later cycle came after it was approved, and what stays true is not', async () => {
      await preview.approve(tenant.tenantId, anActor(), [await look()]);
      await ratedLater();

      await delivery.deliverDue(tenant.tenantId, anActor());
      await delivery.deliverDue(tenant.tenantId, anActor());

      expect(applied).toBe(0);
      expect(await said()).toEqual([
        'outcome-row.create planned: null',
        expect.stringMatching(
          /^employee.update superseded: a newer one has come from its source since this was decided.*nothing of it was sent/,
        ),
      ]);
      expect((await tenant.audited('message.superseded')).map(({ subject }) => subject)).toEqual([`message:${messageId}`]);
    });

    test('is withdrawn when that comes at the last moment, while its source is looked at', async () => {
      await preview.approve(tenant.tenantId, anActor(), [await look()]);
      present = async () => {
        await ratedLater();
        return { customLastRating: '2' };
      };

      await delivery.deliverDue(tenant.tenantId, anActor());
      await database.owner.query('update outbox_message set lease_until = null where tenant_id = $1', [tenant.tenantId]);
      await delivery.deliverDue(tenant.tenantId, anActor());

      expect(applied).toBe(0);
      expect(await said()).toContainEqual(expect.stringMatching(/^employee.update superseded/));
    });

    test('is withdrawn before anybody approves it', async () => {
      await ratedLater();

      await expect(look()).rejects.toThrow(/was withdrawn: a newer one has come/);
      expect(await said()).toContainEqual(expect.stringMatching(/^employee.update superseded/));
    });

    test('is sent when one of an earlier cycle came', async () => {
      await preview.approve(tenant.tenantId, anActor(), [await look()]);
      await tenant.arrive('rating', { r0: { cycleKey: '2025-H1', ratedOn: '2025-06-20', score: 1 } });

      await delivery.deliverDue(tenant.tenantId, anActor());

      expect(applied).toBe(1);
    });
  });
});
