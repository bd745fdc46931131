import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { getEventListeners, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { z } from 'zod';
import { basic } from './auth.js';
import { AmbiguousWriteError, FatalError, RecordError, TransientError } from './errors.js';
import { httpClient, type HttpOptions } from './http.js';
import { retryAfterMs } from './patience.js';

const HOST = 'https://vendor.example';
const answer = z.object({ ok: z.boolean() });
const aClient = (options: Partial<HttpOptions> = {}) =>
  httpClient({ source: 'Vendor', baseUrl: HOST, auth: basic('key', 'x'), signal: new AbortController().signal, ...options });
const vendor = () => nock(HOST);

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]); // every request we promised was made
  nock.cleanAll();
});
afterAll(() => nock.restore());

describe('a read', () => {
  test('proves who it is', async () => {
    vendor().get('/thing').basicAuth({ user: 'key', pass: 'x' }).reply(200, { ok: true });

    expect(await aClient().read({ url: '/thing' }, answer)).toEqual({ ok: true });
  });

  test.each([
    ['a rate limit', 429, { 'retry-after': '0' }],
    ['a server that is away', 503, { 'retry-after': '0' }],
    ['a gateway that gave up', 504, {}],
  ])('is asked again after %s', async (_reason, status, headers) => {
    vendor().get('/thing').reply(status, '', headers);
    vendor().get('/thing').reply(200, { ok: true });

    expect(await aClient().read({ url: '/thing' }, answer)).toEqual({ ok: true });
  });

  test('is asked again after a connection that broke', async () => {
    vendor()
      .get('/thing')
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    vendor().get('/thing').reply(200, { ok: true });

    expect(await aClient().read({ url: '/thing' }, answer)).toEqual({ ok: true });
  });

  test('gives up in the end, and says to whom it talked', async () => {
    vendor().get('/thing').times(3).reply(503, '', { 'retry-after': '0' });

    const reading = aClient({ retries: 2 }).read({ url: '/thing' }, answer);

    await expect(reading).rejects.toThrow(TransientError);
    await expect(reading).rejects.toThrow(/Vendor answered 503 to GET \/thing: .*try again later/);
  });

  test('does not wait for what it will not ask again', async () => {
    vendor().get('/thing').reply(429, '', { 'retry-after': '0' });
    vendor().get('/thing').reply(429, '', { 'retry-after': '3600' });

    await expect(aClient({ retries: 1 }).read({ url: '/thing' }, answer)).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
  });

  test.each([
    ['a wrong key', 401, /check the key/],
    ['a right that is missing', 403, /may not do this/],
    ['a request that is wrong', 400, /400/],
    ['an address where nothing is', 404, /404 .*check the settings of this connection: whether https:\/\/\S+ is Vendor's own address/],
  ])('is not asked again after %s', async (_reason, status, said) => {
    vendor().get('/thing').reply(status, { detail: 'ada@example.com' });

    const reading = aClient().read({ url: '/thing' }, answer);

    await expect(reading).rejects.toThrow(FatalError);
    await expect(reading).rejects.toThrow(said);
    await expect(reading).rejects.not.toThrow(/ada@example/);
  });

  test('does not trust a 200 of another shape', async () => {
    vendor().get('/thing').reply(200, '<html>please sign in</html>');

    await expect(aClient().read({ url: '/thing' }, answer)).rejects.toThrow(
      /a shape its documentation does not have: what came is text, where a record of several values fits; check the settings/,
    );
  });

  test('does not follow a redirect to somewhere else', async () => {
    vendor().get('/thing').reply(302, '', { location: 'https://elsewhere.example/' });

    await expect(aClient().read({ url: '/thing' }, answer)).rejects.toThrow(FatalError);
  });

  test('stops waiting when the run is cancelled', async () => {
    const run = new AbortController();
    vendor().get('/thing').reply(429, '', { 'retry-after': '240' });

    const reading = aClient({ signal: run.signal }).read({ url: '/thing' }, answer);
    setImmediate(() => run.abort(new Error('cancelled')));

    await expect(reading).rejects.toThrow(/cancel/);
  });

  test('leaves nobody listening for a cancellation, however often it waited', async () => {
    const run = new AbortController();
    const client = aClient({ signal: run.signal });
    vendor().get('/thing').times(3).reply(429, '', { 'retry-after': '0' });
    vendor().get('/thing').reply(200, { ok: true });

    await client.read({ url: '/thing' }, answer);

    expect(getEventListeners(run.signal, 'abort')).toEqual([]);
  });

  test('is asked again where the answer ends in the middle', async () => {
    const halves = await aServer((response, request) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '12' });
      if (request > 0) return response.end('{"ok":true} ');
      response.write('{"ok":');
      return setImmediate(() => response.destroy());
    });

    expect(await aClient({ baseUrl: halves.url }).read({ url: '/thing' }, answer)).toEqual({ ok: true });
    expect(halves.requests()).toBe(2);
    await halves.close();
  });

  test.each([
    ['half an answer that says it is whole', '{"ok":'],
    ['an error in place of the answer', { error: { code: 429, message: 'Over rate limit' } }],
    ['nothing', ''],
  ])('does not take %s in a 200 for an answer', async (_what, body) => {
    vendor().get('/thing').reply(200, body, { 'content-type': 'application/json' });

    await expect(aClient().read({ url: '/thing' }, answer)).rejects.toThrow(/a shape its documentation does not have/);
  });
});

/** A server of the test's own, for what no mock does: to break off. */
async function aServer(answers: (response: ServerResponse, request: number) => unknown) {
  let requests = 0;
  const server = createServer((_request, response) => void answers(response, requests++)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  nock.enableNetConnect('127.0.0.1');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on a port and no pipe
    requests: () => requests,
    close: async () => {
      nock.disableNetConnect();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

describe('a write', () => {
  test.each([
    ['a gateway that gave up', 504],
    ['a server that fell over', 500],
    ['a request that took too long', 408],
  ])('is sent once, and ambiguous after %s', async (_reason, status) => {
    vendor().post('/thing').once().reply(status);

    await expect(aClient().write({ method: 'POST', url: '/thing' }, answer)).rejects.toThrow(AmbiguousWriteError);
  });

  test('is sent once, and ambiguous when the connection breaks', async () => {
    vendor()
      .post('/thing')
      .once()
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));

    await expect(aClient().write({ method: 'POST', url: '/thing' }, answer)).rejects.toThrow(AmbiguousWriteError);
  });

  test('is ambiguous when it was accepted in words nobody understands', async () => {
    vendor().post('/thing').once().reply(201, '<html>created</html>');

    await expect(aClient().write({ method: 'POST', url: '/thing' }, answer)).rejects.toThrow(AmbiguousWriteError);
  });

  test('is ambiguous when it is sent elsewhere, which some say in place of "done"', async () => {
    vendor().post('/thing').once().reply(303, '', { location: '/thing/1' });

    await expect(aClient().write({ method: 'POST', url: '/thing' }, answer)).rejects.toThrow(AmbiguousWriteError);
  });

  test('is certain not to have happened where nobody was reached', async () => {
    vendor()
      .post('/thing')
      .once()
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

    await expect(aClient().write({ method: 'POST', url: '/thing' }, answer)).rejects.toThrow(
      /cannot be reached at https:\/\/vendor\.example .*check the address/,
    );
  });

  test('is refused for good by a 4xx', async () => {
    vendor().post('/thing').once().reply(422, '', { 'x-bamboohr-error-message': 'no such field' });

    const writing = aClient().write({ method: 'POST', url: '/thing' }, answer);

    await expect(writing).rejects.toThrow(RecordError);
    await expect(writing).rejects.toThrow(/no such field/);
  });

  test('is rejected before any work by a rate limit', async () => {
    vendor().post('/thing').once().reply(429, '', { 'retry-after': '7' });

    await expect(aClient().write({ method: 'POST', url: '/thing' }, answer)).rejects.toMatchObject({
      code: 'TRANSIENT',
      retryAfterMs: 7000,
    });
  });
});

test.each([
  ['a fraction', '0.0005', 1],
  ['more than a day', '99999999999999', 86_400_000],
  ['more than there is', '1e999', 86_400_000],
  ['less than nothing', '-5', 0],
  ['seconds', '7', 7000],
  ['a date', 'Sat, 21 Nov 2026 00:00:30 GMT', 30_000],
  ['a date that has passed', 'Fri, 20 Nov 2026 00:00:00 GMT', 0],
  ['nonsense', 'soon', undefined],
  ['an empty line', ' ', undefined],
  ['nothing', undefined, undefined],
])('reads Retry-After given as %s', (_form, header, expected) => {
  expect(retryAfterMs(header, new Date('2026-11-21T00:00:00Z'))).toBe(expected);
});
