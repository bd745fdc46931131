import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { embeddedHome } from '../../../test/embedded-home.js';
import { thisMachine } from './machine.js';

const home = embeddedHome();

describe('trouble', () => {
  test('a port that is taken in between is no trouble: the next one serves', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const takenPort = typeof address === 'object' && address !== null ? address.port : 0;
    const proposals = [takenPort, takenPort];

    const server = await home.start({ machine: { proposePort: async () => proposals.pop() ?? thisMachine.proposePort() } });

    expect(proposals).toEqual([]);
    expect(server.port).not.toBe(takenPort);
    taken.close();
  });

  test('of a machine without a free port is told in one paragraph', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const takenPort = typeof address === 'object' && address !== null ? address.port : 0;

    const starting = home.start({ machine: { proposePort: async () => takenPort } });

    await expect(starting).rejects.toMatchObject({
      code: 'PORT_UNAVAILABLE',
      message: expect.stringMatching(/^[^\n]*no free port[^\n]*DATABASE_URL[^\n]*$/),
    });
    taken.close();
  });

  test.each([
    ['a full disk', 'initdb: error: could not write: No space left on device', 'DISK_FULL'],
    ['anything else', 'initdb: error: the moon is in the wrong phase', 'INITDB_FAILED'],
  ])('of initdb is told in its own words: %s', async (_, words, code) => {
    const starting = home.start({
      machine: { stateFolder: join(home.base, 'state'), packageFolder: await aPackageWhoseInitdbSays(words) },
    });

    await expect(starting).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  test('of a file where the home is to be is told in one paragraph', async () => {
    await writeFile(home.path, 'a file');

    await expect(home.start()).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringMatching(/^[^\n]*there is a file there[^\n]*PLUMBLINE_HOME[^\n]*DATABASE_URL[^\n]*$/),
    });
  });

  test('of data made by another version is told before anything is touched', async () => {
    await (await home.start()).stop();
    const [data = ''] = await home.dataFolders();
    await writeFile(join(data, 'PG_VERSION'), '12\n');

    const starting = home.start();

    await expect(starting).rejects.toMatchObject({ code: 'VERSION_MISMATCH' });
  });
});

async function aPackageWhoseInitdbSays(words: string): Promise<string> {
  const folder = join(home.base, 'package');
  await mkdir(join(folder, 'native', 'bin'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "version": "18.0.0" }');
  await writeFile(join(folder, 'native', 'bin', 'initdb'), `#!/bin/sh\necho '${words}' >&2\nexit 1\n`, { mode: 0o755 });
  return folder;
}
