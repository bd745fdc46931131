import type { Client } from 'pg';
import { startBamboohr } from '../simulators/bamboohr/bamboohr.js';
import type { Company } from '../simulators/company/company.js';
import { forBamboohr } from '../simulators/company/for-bamboohr.js';
import { theEnvelopeOfTheRun } from './an-envelope.js';
import { openDatabase } from './database.js';
import { fillTenant } from './filled-tenant.js';
import { startHub } from './hub.js';

/**
 * A template in which the first half of the flow has gone through the tenant `filled`. The first spec file of a run that asks for it makes it,
 * the others wait for that; one that was killed over it leaves a half that the next one makes anew.
 * @returns its name.
 */
export async function filledTemplate(server: Client, company: Company): Promise<string> {
  const bare = process.env['TEST_TEMPLATE'];
  const [name, half] = [`${bare}_filled`, `${bare}_half`];
  await server.query('select pg_advisory_lock(hashtext($1))', [name]);
  try {
    const { rowCount } = await server.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return name;
    await server.query(`drop database if exists ${half} with (force)`);
    await server.query(`create database ${half} template ${bare}`);
    await fill(half, company);
    await server.query(`alter database ${half} rename to ${name}`);
    return name;
  } finally {
    await server.query('select pg_advisory_unlock(hashtext($1))', [name]);
  }
}

async function fill(name: string, company: Company): Promise<void> {
  const vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: 'key' });
  const database = await openDatabase(name);
  const app = await startHub(database, theEnvelopeOfTheRun());
  try {
    const hub = { get: <Service>(service: Parameters<typeof app.get<Service>>[0]) => app.get<Service>(service, { strict: false }) };
    await fillTenant(hub, database.tenancy, { slug: 'filled', vendorUrl: vendor.url, company });
  } finally {
    await app.close();
    await database.close();
    await vendor.close();
  }
}
