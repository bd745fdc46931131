import { afterEach, describe, expect, test } from '@jest/globals';
import { getEventListeners, once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { basic } from './auth.js';
import { AmbiguousWriteError, FatalError, TransientError } from './errors.js';
import { httpClient, type HttpOptions } from './http.js';
import { Patience } from './patience.js';

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((closed) => (server === undefined ? closed() : server.close(() => closed())));
  server = undefined;
});

/** A client of a server that answers so, and how often it was asked. */
async function aClientOf(answers: (response: ServerResponse) => void, options: Partial<HttpOptions>) {
  let asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.on('error', () => undefined); // who asked has gone
    answers(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port and no pipe
  const signal = new AbortController().signal;
  const http = httpClient({ source: 'Vendor', baseUrl: `http://127.0.0.1:${port}`, auth: basic('key', 'x'), signal, ...options });
  return { http, asked: () => asked, signal };
}

/** Never silent for long, and never at its end. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => void (response.destroyed || response.write(' ', () => setImmediate(more)));
  more();
}

const whole = (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');

describe('an answer that never ends', () => {
  test('is given up by a read when its time is over, and may be asked for later', async () => {
    const { http } = await aClientOf(drip, { timeoutMs: 50 });

    const reading = http.read({ url: '/thing' }, z.unknown());

    await expect(reading).rejects.toThrow(TransientError);
    await expect(reading).rejects.toThrow('Vendor did not finish its answer to GET /thing within 0.05 s');
  });

  test('leaves a write ambiguous, for it may have landed', async () => {
    const { http, asked } = await aClientOf(drip, { timeoutMs: 50 });

    const writing = http.write({ method: 'POST', url: '/thing' }, z.unknown());

    await expect(writing).rejects.toThrow(AmbiguousWriteError);
    await expect(writing).rejects.toThrow('Vendor did not finish its answer to POST /thing within 0.05 s');
    expect(asked()).toBeLessThanOrEqual(1);
  });

  test('ends with the reason of the caller where the caller stops first', async () => {
    const run = new AbortController();
    const { http } = await aClientOf((response) => (drip(response), run.abort(new Error('the run was cancelled'))), { signal: run.signal });

    await expect(http.read({ url: '/thing' }, z.unknown())).rejects.toThrow('the run was cancelled');
  });
});

test('a source that may be asked again only when the time is over is not waited for', async () => {
  const { http, asked } = await aClientOf((response) => void response.writeHead(429, { 'retry-after': '30' }).end(), { timeoutMs: 20_000 });

  await expect(http.read({ url: '/thing' }, z.unknown())).rejects.toMatchObject({ code: 'TRANSIENT', retryAfterMs: 30_000 });
  expect(asked()).toBe(1);
});

describe('a source that asks to be left alone', () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000);
  const asking = (retryAfter: string) => (response: ServerResponse) => void response.writeHead(429, { 'retry-after': retryAfter }).end();
  const until = (error: unknown) =>
    Date.parse(/asks to wait until (\S+Z); try again then$/.exec(error instanceof Error ? error.message : '')?.[1] ?? '');

  test.each([
    ['seconds', () => '3600'],
    ['a date', () => inAnHour().toUTCString()],
  ])('for longer than anybody waits, in %s, is asked nothing more, whatever for and by whom', async (_form, retryAfter) => {
    const patience = new Patience();
    const { http, asked } = await aClientOf(asking(retryAfter()), { patience });

    const beside = httpClient({
      source: 'Vendor',
      baseUrl: 'http://127.0.0.1:1',
      auth: basic('key', 'x'),
      signal: new AbortController().signal,
      patience,
    });
    const asks = [
      () => http.read({ url: '/thing' }, z.unknown()),
      () => http.read({ url: '/other' }, z.unknown()),
      () => http.write({ method: 'POST', url: '/thing' }, z.unknown()),
      () => beside.read({ url: '/thing' }, z.unknown()),
    ];

    for (const ask of asks) {
      const error: unknown = await ask().catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(TransientError);
      expect(Math.abs(until(error) - inAnHour().getTime())).toBeLessThan(60_000);
    }
    expect(asked()).toBe(1);
  });

  test.each([
    ['behind', -1_200_000],
    ['ahead', 1_200_000],
  ])('until a date is left alone for as long as its own clock says, though that is %s', async (_way, offMs) => {
    const there = (ms: number) => new Date(Date.now() + offMs + ms).toUTCString();
    const { http, asked } = await aClientOf(
      (response) => void response.writeHead(429, { date: there(0), 'retry-after': there(3_600_000) }).end(),
      {},
    );

    const error: unknown = await http.read({ url: '/thing' }, z.unknown()).catch((cause: unknown) => cause);

    expect(Math.abs(until(error) - inAnHour().getTime())).toBeLessThan(60_000);
    expect(asked()).toBe(1);
  });

  test('for more than a minute is waited for as long as it says, where there is time, and not a minute', () => {
    const patience = new Patience();
    patience.until(90_000);

    expect([60_000, 600_000].map((ms) => patience.mayBeKept({ ms: () => ms }))).toEqual([false, true]);
  });

  test('and then for less is left alone as long as it said first', () => {
    const patience = new Patience();
    patience.until(3_600_000);
    patience.until(0);

    expect(patience.mayBeKept({ ms: () => 600_000 })).toBe(false);
  });

  test('after a write that may have landed is not asked about it before', async () => {
    const { http, asked } = await aClientOf((response) => void response.writeHead(503, { 'retry-after': '3600' }).end(), {});

    await expect(http.write({ method: 'POST', url: '/thing' }, z.unknown())).rejects.toThrow(AmbiguousWriteError);
    await expect(http.read({ url: '/thing' }, z.unknown())).rejects.toThrow(/was asked nothing: it asks to wait until/);
    expect(asked()).toBe(1);
  });
});

test('nothing is left listening to the caller after an answer', async () => {
  const { http, signal } = await aClientOf(whole, {});

  await http.read({ url: '/thing' }, z.unknown());
  await http.write({ method: 'POST', url: '/thing' }, z.unknown());

  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('an answer too large to hold', () => {
  const text = JSON.stringify('x'.repeat(2000));
  const large = (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  const packed = (response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text));

  test.each([
    ['as it is', large],
    ['packed small', packed],
  ])('is refused by a read, and not asked for again (%s)', async (_how, answers) => {
    const { http, asked } = await aClientOf(answers, { mostBytes: 1000 });

    const reading = http.read({ url: '/thing' }, z.unknown());

    await expect(reading).rejects.toThrow(FatalError);
    await expect(reading).rejects.toThrow(/Vendor answered GET \/thing with more than 1000 bytes.*read less/);
    expect(asked()).toBe(1);
  });

  test('leaves a write ambiguous, for it may have landed', async () => {
    const { http } = await aClientOf(large, { mostBytes: 1000 });

    await expect(http.write({ method: 'POST', url: '/thing' }, z.unknown())).rejects.toThrow(AmbiguousWriteError);
  });

  test('is taken up to the limit', async () => {
    const { http } = await aClientOf(large, { mostBytes: text.length });

    expect(await http.read({ url: '/thing' }, z.string())).toHaveLength(2000);
  });
});
