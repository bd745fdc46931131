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

/**
 * A database of the spec file's own, cloned from a template and dropped afterwards. Call it at the top of the file.
 * @param template which; without it, one with the schema and nothing else.
 */
export function testDatabase(
  template: (server: Client) => Promise<string> = () => Promise.resolve(required('TEST_TEMPLATE')),
): TestDatabase {
  const name = `plumbline_spec_${process.pid}_${randomBytes(6).toString('hex')}`;
  const open: { database?: OpenDatabase; server?: Client } = {};

  beforeAll(async () => {
    const server = new Client({ connectionString: required('TEST_DATABASE_URL') });
    await server.connect();
    open.server = server;
    await server.query(`create database ${name} template ${await template(server)}`);
    open.database = await openDatabase(name);
  });

  afterAll(async () => {
    await open.database?.close();
    await open.server?.query(`drop database if exists ${name} with (force)`);
    await open.server?.end();
  });

  const opened = (): OpenDatabase => {
    if (open.database === undefined) throw new Error('the database is there only while tests run');
    return open.database;
  };
  return {
    get tenancy() {
      return opened().tenancy;
    },
    get owner() {
      return opened().owner;
    },
    get ownerUrl() {
      return opened().ownerUrl;
    },
    get hubUrl() {
      return opened().hubUrl;
    },
  };
}

export interface OpenDatabase extends TestDatabase {
  close(): Promise<void>;
}

/** A database of the server of this run, by its name. */
export async function openDatabase(name: string): Promise<OpenDatabase> {
  const url = new URL(required('TEST_DATABASE_URL'));
  url.pathname = `/${name}`;
  const owner = new Client({ connectionString: url.href });
  await owner.connect();
  const hubUrl = await hubRoleUrl(owner, url.href, testRoleKey);
  const database = await new DataSource({ type: 'postgres', url: hubUrl, extra: { max: 8 } }).initialize();
  const close = async () => {
    await database.destroy();
    await owner.end();
  };
  return { tenancy: new Tenancy(database), owner, ownerUrl: url.href, hubUrl, close };
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
