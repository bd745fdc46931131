import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { embeddedHome, isUp, query } from '../../../test/embedded-home.js';

const home = embeddedHome();

describe('after a crash', () => {
  test('the server of a killed user is found again, and stops with its next last user', async () => {
    const child = home.useInChild();
    const { port } = await child.started();
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');

    const server = await home.start();

    expect(server.port).toBe(port);
    expect(home.events).toEqual(['postgres.adopted']);
    await server.stop();
    expect(await isUp(port)).toBe(false);
  });

  test('a killed server is started again with what it had committed', async () => {
    const before = await home.start();
    await query(before, 'create table kept as select 42 as answer');
    await home.killServer();

    const after = await home.start();

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('a pid file that names a process of somebody else does not keep the server from starting', async () => {
    await (await home.start()).stop();
    const [data = ''] = await home.dataFolders();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', data]);
    await writeFile(join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n1700000000\n1\n\n127.0.0.1\n\nready   \n`, { mode: 0o600 });

    const server = await home.start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill('SIGKILL');
  });

  test('data that were deleted are made anew', async () => {
    await (await home.start()).stop();
    await Promise.all((await home.dataFolders()).map((data) => rm(dirname(data), { recursive: true })));

    const server = await home.start();

    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test.each(['the server is down', 'the server still runs'])('a lost password file is made anew, and the data stay (%s)', async (state) => {
    const before = await home.start();
    await query(before, 'create table kept as select 42 as answer');
    if (state === 'the server is down') await before.stop();
    await rm(join(home.path, 'postgres.json'));

    const after = await home.start();

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('data that were moved with their home go with it', async () => {
    const before = await home.start();
    await query(before, 'create table kept as select 42 as answer');
    const moved = join(home.base, 'moved project');
    await rename(home.project, moved);

    const after = await home.start({ home: join(moved, 'hub') });

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });
});
