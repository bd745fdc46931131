import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { embeddedHome, query } from '../../../test/embedded-home.js';
import { thisMachine } from './machine.js';

const home = embeddedHome();

const asRoot = thisMachine.isRoot ? test : test.skip;

describe('as root', () => {
  asRoot('the data lie outside of a project that only root can read, and where is noted', async () => {
    const server = await home.start();

    const [shown] = await query(server, `select current_setting('data_directory') as folder`);

    expect(shown).toEqual({ folder: join(await readFile(join(home.path, 'where'), 'utf8'), 'postgres') });
  });

  asRoot('the data stay with the user who has them, when a preferred user appears', async () => {
    const before = await home.start({ machine: { systemUsers: ['no-such-user', 'nobody'] } });
    await query(before, 'create table kept as select 42 as answer');
    await before.stop();

    const after = await home.start({ machine: { systemUsers: ['postgres', 'nobody'] } });

    expect(await query(after, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  asRoot('a copy of a home gets data of its own', async () => {
    const original = await home.start();
    await query(original, 'create table kept as select 42 as answer');
    const copy = join(home.base, 'copy');
    await mkdir(copy);
    await writeFile(join(copy, 'where'), await readFile(join(home.path, 'where')));

    const server = await home.start({ home: copy });

    expect(await query(server, `select to_regclass('kept') as found`)).toEqual([{ found: null }]);
  });

  asRoot('a home that was deleted begins empty, and what it left is set aside', async () => {
    await query(await home.start(), 'create table kept as select 42 as answer');
    await rm(home.path, { recursive: true });

    const server = await home.start();

    expect(await query(server, `select to_regclass('kept') as found`)).toEqual([{ found: null }]);
    expect(home.events).toContain('postgres.set-aside');
  });

  asRoot('a system without any of the users is told so', async () => {
    const starting = home.start({ machine: { systemUsers: ['no-such-user'] } });

    await expect(starting).rejects.toMatchObject({ code: 'SYSTEM_USER_MISSING' });
  });
});
