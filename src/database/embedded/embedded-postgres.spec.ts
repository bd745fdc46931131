import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { embeddedHome, isUp, query } from '../../../test/embedded-home.js';
import { overdue } from '../../../test/overdue.js';
import { until } from '../../../test/until.js';
import { ensureDatabase } from './session.js';

const home = embeddedHome();
const SLOW_MS = 60_000;

describe('a first start', () => {
  test('gives a server that speaks UTC and UTF-8, and does not compile queries', async () => {
    const server = await home.start();

    const settings = await query(
      server,
      `select current_database() as database, current_setting('jit') as jit,
      current_setting('timezone') as timezone, current_setting('server_encoding') as encoding, current_setting('fsync') as fsync`,
    );

    expect(settings).toEqual([{ database: 'plumbline', jit: 'off', timezone: 'UTC', encoding: 'UTF8', fsync: 'on' }]);
  });

  test('keeps the password where only its owner can read it, and lets nobody in without it', async () => {
    const server = await home.start();

    const session = new Client({ connectionString: server.url.replace(/:[^:@]+@/, ':another-password@') });

    await expect(session.connect()).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(home.path, 'postgres.json'))).mode & 0o777).toBe(0o600);
  });

  test('that was killed leaves nothing half-made behind', async () => {
    const child = home.useInChild();
    await until(async () => (await home.draftFolders()).length > 0);
    child.process.kill('SIGKILL');

    const server = await home.start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(home.events).toEqual(['postgres.started']);
    await server.stop();
    await until(async () => {
      await (await home.start()).stop(); // the killed start's initdb may live a little longer, and is cleared up after by whoever comes next
      return (await home.draftFolders()).length === 0;
    });
  });

  test('sets a damaged data folder aside instead of deleting it', async () => {
    await (await home.start()).stop();
    const [data = ''] = await home.dataFolders();
    await rm(join(data, 'global'), { recursive: true });

    const server = await home.start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(home.events).toContain('postgres.set-aside');
    expect((await readdir(dirname(data))).filter((name) => name.startsWith('postgres.damaged-'))).toHaveLength(1);
  });
});

test('a server that is slow to answer on a busy machine is waited for', async () => {
  const server = new URL((await home.start()).url);
  const connected = Promise.withResolvers<void>();
  const slow = createServer((socket) => {
    setTimeout(() => {
      const upstream = connect(Number(server.port), '127.0.0.1');
      for (const end of [socket, upstream]) end.on('error', () => undefined); // either may be cut off once all has been said
      socket.pipe(upstream).pipe(socket);
    }, SLOW_MS);
    connected.resolve();
  }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const { port } = slow.address() as AddressInfo; // it listens on a port and no pipe

  await overdue(connected.promise, SLOW_MS, () => ensureDatabase(port, server.password));

  slow.close();
});

describe('several users of one home', () => {
  test('share one server, which the last of them stops', async () => {
    const server = await home.start();
    const child = home.useInChild();
    const { port } = await child.started();

    await server.stop();
    const wasUp = await isUp(port);
    child.process.kill('SIGTERM');
    await once(child.process, 'exit');

    expect(port).toBe(server.port);
    expect(wasUp).toBe(true);
    expect(await isUp(port)).toBe(false);
  });

  test('that begin at the same moment get one server', async () => {
    const children = [home.useInChild(), home.useInChild(), home.useInChild()];

    const ports = await Promise.all(children.map(async (child) => (await child.started()).port));

    expect(new Set(ports).size).toBe(1);
    expect(children.map((child) => child.process.kill('SIGTERM'))).toEqual([true, true, true]);
    await Promise.all(children.map((child) => once(child.process, 'exit')));
    expect(await isUp(ports[0] ?? 0)).toBe(false);
  });

  test('may be two in one process', async () => {
    const [first, second] = await Promise.all([home.start(), home.start()]);

    await first.stop();
    await first.stop();

    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await isUp(second.port)).toBe(false);
  });
});
