import { afterEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { embeddedHome, isUp, query } from '../../../test/embedded-home.js';
import { until } from '../../../test/until.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { keepServing } from './keep-serving.js';

const open: { close(): Promise<void> }[] = [];
// Before the home's own end, which stops the server for good.
afterEach(async () => {
  for (const keeper of open.splice(0)) await keeper.close();
});
const home = embeddedHome();
const note = (_: unknown, event?: string) => void home.events.push(event ?? '');
const log = { info: note, warn: note, error: note };
const kept = async (...[keeping]: Parameters<typeof keepServing>) => {
  const keeper = await keepServing(keeping);
  open.push(keeper);
  return keeper;
};

/** Long enough that what a killed server leaves behind has ended before the last attempt, on a busy machine too. */
const firstPauseMs = 200;

const answers = (url: string) => async (): Promise<boolean> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // the server is killed under some of them
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

describe('a server that dies under its users', () => {
  test('is started again where they look for it, with what it had committed, each time it dies', async () => {
    const server = await home.start();
    await query(server, 'create table kept as select 42 as answer');
    await kept({ server, log, firstPauseMs });

    for (const _time of ['once', 'again']) {
      await home.killServer();
      await until(answers(server.url));
      await until(async () => home.events.at(-1) === 'postgres.revived');
    }

    expect(await query(server, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(home.events.filter((event) => event === 'postgres.lost')).toHaveLength(2);
  });

  test('is one server for all its users', async () => {
    const [one, other] = [await home.start(), await home.start()];
    await kept({ server: one, log, firstPauseMs });
    await kept({ server: other, log, firstPauseMs });

    await home.killServer();
    await until(async () => home.events.filter((event) => event === 'postgres.revived').length === 2);

    expect(await answers(one.url)()).toBe(true);
    expect(home.events.filter((event) => event === 'postgres.started')).toHaveLength(2); // at first, and after it died
  });

  test('ends with its last user all the same', async () => {
    const server = await home.start();
    const keeper = await kept({ server, log, firstPauseMs });
    await home.killServer();
    await until(async () => home.events.includes('postgres.revived'));

    await keeper.close();
    await server.stop();

    expect(await isUp(server.port)).toBe(false);
  });

  test('comes to its end where it is closed while it is being started again', async () => {
    const server = await home.start();
    const begun = Promise.withResolvers<void>();
    const mayGoOn = Promise.withResolvers<void>();
    const revive = async () => {
      begun.resolve();
      await mayGoOn.promise;
      await server.revive();
    };
    const keeper = await keepServing({ server: { url: server.url, revive }, log, attempts: 50, firstPauseMs });
    await home.killServer();
    await begun.promise;

    const closed = keeper.close();
    mayGoOn.resolve();
    await closed;
    await server.stop();

    expect(home.events).not.toContain('postgres.given-up');
  });

  test('is given up after a few attempts that came to nothing', async () => {
    const server = await home.start();
    let attempts = 0;
    const revive = async () => {
      attempts += 1;
      throw new EmbeddedPostgresError('START_FAILED', 'it does not start');
    };
    await kept({ server: { url: server.url, revive }, log, attempts: 3, firstPauseMs: 1 });

    await home.killServer();
    await until(async () => home.events.includes('postgres.given-up'));

    expect(attempts).toBe(3);
  });
});

test('a database whose data are gone is not made anew under those who use it', async () => {
  const server = await home.start();
  await home.killServer();
  await home.removeData();

  await expect(server.revive()).rejects.toThrow(/its data in .* are gone/);
});

test('a server whose port is taken is started nowhere else, and there again once it is given back', async () => {
  const server = await home.start();
  await home.killServer();
  const taker = createServer();
  const takes = () => {
    taker.listen(server.port, '127.0.0.1');
    return once(taker, 'listening').then(
      () => true,
      () => false, // what is left of the killed server has it still
    );
  };
  await until(takes);

  await expect(server.revive()).rejects.toThrow(`cannot run again on port ${server.port}`);
  taker.close();
  await once(taker, 'close');
  await server.revive();

  expect(await answers(server.url)()).toBe(true);
});
