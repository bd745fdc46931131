import { beforeAll, describe, expect, test } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';
import { startConsole } from '../../src/console.js';
import { createLog } from '../../src/log/log.js';
import { describeApi } from '../../src/openapi.js';
import { anActor } from '../database.js';
import { testConsole } from '../console.js';
import { filledHub } from '../filled-hub.js';
import { Tenants } from '../../src/policy/tenants.js';

const { database, hub } = filledHub();
const console = testConsole(database, hub.envelope);
const document = describeApi();

beforeAll(() => hub.get(Tenants).create(anActor(), { slug: 'empty', organisation: 'Empty', environment: 'sandbox' }));

describe('who is let in', () => {
  test('nobody without the cookie, to any route', async () => {
    const open = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, 'empty') })),
    );

    const answers = await Promise.all(
      open.map(({ method, path }) =>
        fetch(`${console.origin}${path}`, {
          method,
          ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}),
        }),
      ),
    );

    expect(answers.length).toBeGreaterThan(10);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });

  test('a wrong key gives no cookie', async () => {
    const answer = await fetch(`${console.origin}/?key=${'A'.repeat(32)}`, { redirect: 'manual' });

    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('the key is exchanged for a cookie no script can read, and leaves the address', async () => {
    const answer = await fetch(console.address, { redirect: 'manual' });

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.get('set-cookie')).toMatch(/^plumbline_\d+=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(answer.headers.get('set-cookie')).not.toContain(new URL(console.address).searchParams.get('key'));
  });

  test('what is done over the API is done by the person of the session, under a trace of its own', async () => {
    const first = await console.ask('GET', 'session');
    const second = await console.ask('GET', 'session');

    expect(first.json).toEqual({ actor: { kind: 'person', id: 'ada' }, typedFirst: 'npm run plumbline --' });
    expect(first.headers.get('x-trace-id')).not.toBe(second.headers.get('x-trace-id'));
  });
});

describe('what other sites may do', () => {
  test.each([
    ['a foreign name that points here', { host: 'attacker.example' }, 403],
    ['our address on another port', { host: '127.0.0.1:1' }, 403],
  ])('%s gets no page and no answer', async (_reason, headers, status) => {
    expect(await statusOf('/', headers)).toBe(status);
    expect(await statusOf('/api/session', headers)).toBe(status);
  });

  test('a write from a form is refused, although the cookie came along', async () => {
    const answer = await console.ask('POST', 'tenants/filled/reconciliation/run', 'a=b', { 'content-type': 'text/plain' });

    expect(answer.status).toBe(415);
  });

  test('a write from another origin is refused', async () => {
    const answer = await console.ask('POST', 'tenants/filled/reconciliation/run', {}, { origin: 'http://127.0.0.1:1' });

    expect(answer.status).toBe(403);
  });

  test('no page may frame us, guess our types or run a script of its own', async () => {
    const { headers } = await fetch(`${console.origin}/acme/cases`);

    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer']);
  });
});

describe('what is answered', () => {
  const lists = Object.entries(document.paths)
    .filter(([path, methods]) => 'get' in methods && !path.includes('{id}'))
    .map(([path]) => path);

  test.each(
    lists.flatMap((path) =>
      path.includes('{tenant}') ? ['empty', 'filled'].map((tenant) => [path, tenant] as const) : [[path, ''] as const],
    ),
  )('%s fits its schema: %s', async (path, tenant) => {
    const { status, json } = await console.ask('GET', path.replace('/api/', '').replace('{tenant}', tenant));

    expect(status).toBe(200);
    expect(problemsOf(json, path, 'get', 200)).toEqual([]);
  });

  test.each(['cases', 'findings'])('one of the %s by its address fits its schema', async (list) => {
    const listed = z.record(z.string(), z.unknown()).parse((await console.ask('GET', `tenants/filled/${list}`)).json);
    const [{ id } = { id: '' }] = z.array(z.looseObject({ id: z.string() })).parse(listed[list]);
    const { status, json } = await console.ask('GET', `tenants/filled/${list}/${id}`);

    expect(status).toBe(200);
    expect(problemsOf(json, `/api/tenants/{tenant}/${list}/{id}`, 'get', 200)).toEqual([]);
  });

  test('every list of the filled tenant has something in it', async () => {
    const answers = await Promise.all(
      ['runs', 'quarantine', 'findings', 'cases', 'outbox', 'connections'].map((list) => console.ask('GET', `tenants/filled/${list}`)),
    );

    const lengths = answers.map(
      ({ json }) => Object.values(z.record(z.string(), z.unknown()).parse(json)).find(Array.isArray)?.length ?? 0,
    );
    expect(lengths.every((length) => length > 0)).toBe(true);
  });

  test('a case is decided once, with a reason', async () => {
    const { cases } = caseList.parse((await console.ask('GET', 'tenants/filled/cases?state=open')).json);
    const path = `tenants/filled/cases/${cases.find(({ kind }) => kind !== 'rating-variance')?.id ?? ''}/decisions`;

    const withoutReason = await console.ask('POST', path, { decision: 'approve', reasonCode: 'agreed', reason: ' ' });
    const decided = await console.ask('POST', path, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });
    const again = await console.ask('POST', path, { decision: 'reject', reasonCode: 'changed', reason: 'on second thought' });

    expect([withoutReason.status, decided.status, again.status]).toEqual([400, 201, 409]);
    expect(withoutReason.json).toEqual({ error: { message: 'body.reason: a decision needs a reason in words' } });
    expect(problemsOf(decided.json, '/api/tenants/{tenant}/cases/{id}/decisions', 'post', 201)).toEqual([]);
  });

  test('a rating that could not have been given is a bad request, and nothing is decided', async () => {
    const { cases } = caseList.parse((await console.ask('GET', 'tenants/filled/cases?state=open')).json);
    const path = `tenants/filled/cases/${cases.find(({ kind }) => kind === 'review-claims')?.id ?? ''}/decisions`;
    const edit = (edited: unknown) => console.ask('POST', path, { decision: 'edit', reasonCode: 'agreed', reason: 'as discussed', edited });

    const answers = await Promise.all([{ score: -99 }, { score: 'four' }, { bogus: 4 }, {}].map(edit));

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  test('a decision that leads nowhere says so, and what to do in that tenant', async () => {
    const { cases } = caseList.parse((await console.ask('GET', 'tenants/filled/cases?state=open&kind=rating-variance')).json);
    const path = `tenants/filled/cases/${cases[0]?.id ?? ''}/decisions`;

    const { json } = await console.ask('POST', path, { decision: 'approve', reasonCode: 'agreed', reason: 'as discussed' });

    expect(json).toMatchObject({
      messages: [],
      notice: expect.stringMatching(
        /no target for a follow-up.*policy show --tenant filled.*cases carry-out \S+ --tenant filled/,
      ) as unknown,
    });
  });

  test('a message is approved only after somebody looked, and sees what would change', async () => {
    const { messages } = messageList.parse((await console.ask('GET', 'tenants/filled/outbox?state=planned')).json);
    const id = messages[0]?.id ?? '';

    const unseen = { id, baseHash: '0'.repeat(32), intentHash: '0'.repeat(32) };

    const early = await console.ask('POST', 'tenants/filled/outbox/approvals', { messages: [unseen] });
    const looked = await console.ask('POST', `tenants/filled/outbox/${id}/preview`);
    const { baseHash, intentHash } = lookedAt.parse(looked.json);
    const otherwise = await console.ask('POST', 'tenants/filled/outbox/approvals', { messages: [{ ...unseen, intentHash }] });
    const approved = await console.ask('POST', 'tenants/filled/outbox/approvals', { messages: [{ id, baseHash, intentHash }] });

    expect([early.status, looked.status, otherwise.status, approved.status]).toEqual([409, 200, 409, 200]);
    expect(otherwise.json).toEqual({ error: { message: expect.stringMatching(/not as you saw them/) } });
    expect(problemsOf(looked.json, '/api/tenants/{tenant}/outbox/{id}/preview', 'post', 200)).toEqual([]);
    expect(approved.json).toEqual({ approved: [id] });
    expect(messageList.parse((await console.ask('GET', 'tenants/filled/outbox?state=approved')).json).messages).toMatchObject([
      { id, approvedBy: 'person:ada' },
    ]);
  });

  test('as many messages as may be approved at once are looked for, and one more is refused', async () => {
    const approving = (count: number) =>
      console.ask('POST', 'tenants/filled/outbox/approvals', {
        messages: Array.from({ length: count }, () => ({ id: randomUUID(), baseHash: '0'.repeat(32), intentHash: '0'.repeat(32) })),
      });

    const [most, more] = [await approving(10_000), await approving(10_001)];

    expect([most.status, more.status]).toEqual([409, 400]);
    expect(most.json).toMatchObject({ error: { message: expect.stringMatching(/10000 not there/) as unknown } });
  });

  test('messages come page by page, each of them once, in the order they were planned', async () => {
    const all = pageOfMessages.parse((await console.ask('GET', 'tenants/filled/outbox')).json);
    const ids: string[] = [];
    let cursor = '';
    for (let next: string | null = ''; next !== null; cursor = `&cursor=${next ?? ''}`) {
      const page = pageOfMessages.parse((await console.ask('GET', `tenants/filled/outbox?limit=1${cursor}`)).json);
      expect(page.messages.length).toBeLessThanOrEqual(1);
      expect(page.counts).toEqual(all.counts);
      ids.push(...page.messages.map(({ id }) => id));
      next = page.next;
    }

    expect(all.next).toBeNull();
    expect(ids.length).toBeGreaterThan(1);
    expect(ids).toEqual(all.messages.map(({ id }) => id));
  });

  test('a message is settled with a reason, where its state allows it', async () => {
    const { messages } = messageList.parse((await console.ask('GET', 'tenants/filled/outbox?state=approved')).json);
    const path = `tenants/filled/outbox/${messages[0]?.id ?? ''}/settlements`;

    const wrongly = await console.ask('POST', path, { act: 'send-again', reason: 'it is not there' });
    const settled = await console.ask('POST', path, { act: 'cancel', reason: 'agreed to leave it' });

    expect([wrongly.status, settled.status]).toEqual([409, 200]);
    expect(settled.json).toEqual({ id: messages[0]?.id, state: 'cancelled' });
    const listed = messageList.parse((await console.ask('GET', 'tenants/filled/outbox?state=cancelled')).json);
    expect(listed.messages).toMatchObject([{ id: messages[0]?.id, reason: 'agreed to leave it' }]);
  });

  test('writing over a connection is stopped at once, and allowed again', async () => {
    const stopped = await console.ask('POST', 'tenants/filled/connections/hr/writes', { writes: 'stopped' });
    const listed = await console.ask('GET', 'tenants/filled/connections');
    await console.ask('POST', 'tenants/filled/connections/hr/writes', { writes: 'on' });

    expect(stopped.json).toEqual({ writes: 'stopped' });
    expect(listed.json).toMatchObject({ connections: [{ name: 'hr', writes: 'stopped' }] });
  });

  test('a reconciliation that was run is the newest one', async () => {
    const run = await console.ask('POST', 'tenants/filled/reconciliation/run');
    const newest = await console.ask('GET', 'tenants/filled/reconciliation');

    expect(run.status).toBe(201);
    expect(newest.json).toEqual(run.json);
  });
});

describe('the document', () => {
  test('names every road that is served, and no other', () => {
    const served = roadsOf(console.running.app).toSorted();

    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(served).toEqual(described.toSorted());
  });

  test('gives every road a name of its own', () => {
    const names = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));

    expect(new Set(names).size).toBe(names.length);
  });
});

describe('what goes wrong', () => {
  test.each([
    ['an unknown tenant', 'GET', 'tenants/nobody/runs', undefined, 404],
    ['a tenant that cannot be', 'GET', 'tenants/No%20Body/runs', undefined, 400],
    ['a cursor of nothing', 'GET', 'tenants/filled/outbox?cursor=Ada', undefined, 400],
    ['a page too large', 'GET', 'tenants/filled/outbox?limit=501', undefined, 400],
    ['an unknown state', 'GET', 'tenants/empty/cases?state=lost', undefined, 400],
    ['a filter that is misspelled', 'GET', 'tenants/empty/outbox?stat=planned', undefined, 400],
    ['a filter given as a list', 'GET', 'tenants/empty/outbox?state[]=planned', undefined, 400],
    ['a filter given twice', 'GET', 'tenants/empty/outbox?state=planned&state=parked', undefined, 400],
    ['a kind no case can be of', 'GET', 'tenants/empty/cases?kind=%00', undefined, 400],
    ['a kind no finding can be of', 'GET', 'tenants/empty/findings?kind=%00', undefined, 400],
    ['a filter where there is none', 'GET', 'tenants/empty/connections?kind=all', undefined, 400],
    ['an edit nobody could keep', 'POST', `tenants/empty/cases/${randomUUID()}/decisions`, anEditNested(20_000), 400],
    ['an id that is none', 'POST', 'tenants/empty/cases/7/decisions', {}, 400],
    [
      'an unknown case',
      'POST',
      `tenants/empty/cases/${randomUUID()}/decisions`,
      { decision: 'approve', reasonCode: 'agreed', reason: 'yes' },
      404,
    ],
    ['an unknown message', 'POST', `tenants/empty/outbox/${randomUUID()}/preview`, {}, 404],
    [
      'an unknown message to settle',
      'POST',
      `tenants/empty/outbox/${randomUUID()}/settlements`,
      { act: 'cancel', reason: 'not there' },
      404,
    ],
    ['a settlement without a reason', 'POST', `tenants/empty/outbox/${randomUUID()}/settlements`, { act: 'cancel', reason: ' ' }, 400],
    ['an unknown connection', 'POST', 'tenants/empty/connections/hr/writes', { writes: 'on' }, 404],
    ['an unknown case to read', 'GET', `tenants/empty/cases/${randomUUID()}`, undefined, 404],
    ['an unknown finding', 'GET', `tenants/empty/findings/${randomUUID()}`, undefined, 404],
    ['a finding that is none', 'GET', 'tenants/empty/findings/7', undefined, 400],
    ['a body that is not JSON', 'POST', 'tenants/empty/outbox/approvals', '{"messages": [Ada', 400],
    ['nothing to approve', 'POST', 'tenants/empty/outbox/approvals', { messages: [] }, 400],
    ['a road that is none', 'GET', 'tenants/empty/salaries', undefined, 404],
  ] as const)('%s is said in one sentence', async (_reason, method, path, body, status) => {
    const answer = await console.ask(method, path, body);

    expect(answer.status).toBe(status);
    expect(problemsOf(answer.json, '/api/session', 'get', 'default')).toEqual([]);
    expect(JSON.stringify(answer.json)).not.toMatch(/Ada|\bat \w+ \(|node_modules/);
  });

  test('a filter that is not known is answered with those there are', async () => {
    const { json } = await console.ask('GET', 'tenants/empty/outbox?foo=bar');

    expect(json).toEqual({
      error: { message: 'query: this road does not know all that is asked of it; it takes limit, cursor, state, each once as name=value' },
    });
  });

  test('a port that is taken is left alone, and another one is found', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const other = await startConsole({
      ground: {
        tenancy: database.tenancy,
        envelope: hub.envelope,
        log: createLog('silent'),
        nudges: { redisUrl: undefined, listenUrl: database.hubUrl },
      },
      port,
    });
    const answer = await fetch(other.address, { redirect: 'manual' });
    await other.close();
    squatter.close();

    expect(new URL(other.address).port).not.toBe(String(port));
    expect(answer.status).toBe(303);
  });
});

describe('the pages', () => {
  test.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/acme/cases', 200, 'text/html; charset=utf-8'],
    ['/assets/page.js', 200, 'text/javascript; charset=utf-8'],
    ['/assets/gone.js', 404, 'text/plain; charset=utf-8'],
  ])('%s answers %i', async (path, status, type) => {
    const answer = await fetch(`${console.origin}${path}`);

    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
  });
});

/** As text: so deep that nothing here could write it. */
function anEditNested(levels: number): string {
  return `{"decision":"edit","reasonCode":"agreed","reason":"yes","edited":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
}

const caseList = z.object({ cases: z.array(z.object({ id: z.uuid(), kind: z.string() })) });
const lookedAt = z.looseObject({ baseHash: z.string(), intentHash: z.string() });
const pageOfMessages = z.object({
  messages: z.array(z.looseObject({ id: z.uuid() })),
  counts: z.array(z.object({ state: z.string(), count: z.number() })),
  next: z.string().nullable(),
});
const messageList = z.object({ messages: z.array(z.looseObject({ id: z.uuid() })) });

const layers = z.array(z.object({ route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional() }));

/** What express itself would answer below /api. */
function roadsOf(app: NestExpressApplication): string[] {
  return layers
    .parse(app.getHttpAdapter().getInstance().router.stack)
    .flatMap(({ route }) => (route?.path.startsWith('/api') ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : []));
}

/** Holds an answer against what the document itself says of it. */
function problemsOf(json: unknown, path: string, method: string, status: number | 'default'): string[] {
  const said = document.paths[path]?.[method]?.responses[String(status)]?.content['application/json'].schema;
  if (said === undefined) throw new Error(`the document says nothing of ${method} ${path} ${status}`);
  const whole = JSON.parse(JSON.stringify({ ...said, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/'));
  const parsed = z.fromJSONSchema(whole).safeParse(json);
  return parsed.success ? [] : parsed.error.issues.map(({ path: where, message }) => `${where.join('.')}: ${message}`);
}

/** By the bare client: `fetch` writes the host itself. */
async function statusOf(path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const asking = request(`${console.origin}${path}`, { headers });
  asking.end();
  const [answer] = await once(asking, 'response');
  answer.resume();
  return answer.statusCode;
}
