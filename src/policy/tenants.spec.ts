import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { anActor, testDatabase } from '../../test/database.js';
import { Tenants } from './tenants.js';

const database = testDatabase();

test('a tenant is made once however often it is asked for, and no other is taken for it', async () => {
  const tenants = new Tenants(database.tenancy);
  const wanted = { slug: `made-${randomUUID().slice(0, 8)}`, organisation: 'Acme', environment: 'sandbox' } as const;

  const id = await tenants.create(anActor(), wanted);

  expect(await tenants.create(anActor(), wanted)).toBe(id);
  await expect(tenants.create(anActor(), { ...wanted, organisation: 'Brink' })).rejects.toThrow(
    /already: the sandbox of Acme\. It stays as it is/,
  );
  await expect(tenants.create(anActor(), { ...wanted, environment: 'production' })).rejects.toThrow(/already: the sandbox of Acme/);
});
