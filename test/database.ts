import { afterAll, beforeAll } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { Actor } from '../src/database/actor.js';
import { hubRoleUrl } from '../src/database/hub-role.js';
import { Tenancy } from '../src/database/tenancy.js';
import { testRoleKey } from './test-role-key.js';

export const anActor = (fields: Partial<Actor> = {}): Actor => ({ kind: 'person', id: 'test', traceId: randomUUID(), ...fields });

export interface TestDatabase {
  readonly tenancy: Tenancy;
  /** For the few tests that must look from above. */
  readonly owner: Client;
  readonly ownerUrl: string;
  readonly hubUrl: string;
}

/** A database of the spec file's own, cloned from the template and dropped afterwards. Call it at the top of the file. */
export function testDatabase(): TestDatabase {
  const name = `plumbline_spec_${process.pid}_${randomBytes(6).toString('hex')}`;
  const open: { database?: DataSource; owner?: Client; server?: Client; ownerUrl?: string; hubUrl?: string } = {};

  beforeAll(async () => {
    const server = new Client({ connectionString: required('TEST_DATABASE_URL') });
    await server.connect();
    open.server = server;
    await server.query(`create database ${name} template ${required('TEST_TEMPLATE')}`);
    const url = new URL(required('TEST_DATABASE_URL'));
    url.pathname = `/${name}`;
    open.ownerUrl = url.href;
    open.owner = new Client({ connectionString: url.href });
    await open.owner.connect();
    open.hubUrl = await hubRoleUrl(open.owner, url.href, testRoleKey);
    open.database = new DataSource({ type: 'postgres', url: open.hubUrl, extra: { max: 8 } });
    await open.database.initialize();
  });

  afterAll(async () => {
    await open.database?.destroy();
    await open.owner?.end();
    await open.server?.query(`drop database if exists ${name} with (force)`);
    await open.server?.end();
  });

  const opened = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the database is there only while tests run');
    return part;
  };
  return {
    get tenancy() {
      return new Tenancy(opened(open.database));
    },
    get owner() {
      return opened(open.owner);
    },
    get ownerUrl() {
      return opened(open.ownerUrl);
    },
    get hubUrl() {
      return opened(open.hubUrl);
    },
  };
}

/** A tenant with its first policy, as the hub makes them. */
export async function aTenant(tenancy: Tenancy, slug = `tenant-${randomBytes(4).toString('hex')}`): Promise<string> {
  const tenantId = randomUUID();
  await tenancy.inTenant(tenantId, anActor(), async (tx) => {
    await tx.query(`insert into tenant (tenant_id, slug, organisation, environment) values ($1, $2, 'Test organisation', 'sandbox')`, [
      tenantId,
      slug,
    ]);
    await tx.query(`insert into policy_version (tenant_id, version, body, approved_by) values ($1, 1, '{}', 'test')`, [tenantId]);
  });
  return tenantId;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is set by test/global-setup.mjs`);
  return value;
}
