import { afterAll } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { asOwner } from './test-server.js';

/** Somebody who owns an empty database and is no superuser, as managed PostgreSQL has them. */
export interface Owner {
  readonly name: string;
  readonly url: string;
}

/** Databases with nothing in them yet, and owners of such, gone when the spec file is through. Call it at the top of the file. */
export function emptyDatabases() {
  const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';
  const databases: string[] = [];
  const roles: string[] = [];
  const onServer = <Result>(work: (server: Client) => Promise<Result>) => asOwner(serverUrl, work);
  const aName = (kind: string) => `plumbline_spec_${process.pid}_${kind}_${randomBytes(4).toString('hex')}`;

  afterAll(() =>
    onServer(async (server) => {
      for (const name of databases) await server.query(`drop database if exists ${name} with (force)`);
      for (const name of roles.toReversed()) await server.query(`drop role if exists ${name}`);
    }),
  );

  async function anEmptyDatabase(ownedBy?: string): Promise<string> {
    const name = aName('empty');
    databases.push(name);
    await onServer((server) => server.query(`create database ${name}${ownedBy === undefined ? '' : ` owner ${ownedBy}`}`));
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return url.href;
  }

  async function aRole(attributes = ''): Promise<Owner> {
    const name = aName('role');
    roles.push(name);
    await onServer((server) => server.query(`create role ${name} login ${attributes} password 'secret'`));
    const url = new URL(serverUrl);
    url.username = name;
    url.password = 'secret';
    return { name, url: url.href };
  }

  /** The role, at a database. */
  const at = (role: Owner, databaseUrl: string): string =>
    Object.assign(new URL(role.url), { pathname: new URL(databaseUrl).pathname }).href;

  return {
    onServer,
    anEmptyDatabase,
    aRole,
    at,
    /** Gone afterwards too: a role that is not made by this file's own hands. */
    alsoGone: (role: string) => void roles.push(role),
  };
}
