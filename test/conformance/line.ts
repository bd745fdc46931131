import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One request that came over the line, whatever became of it. */
export interface Arrival {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly atMs: number;
}

/**
 * What happens to a request instead of being carried through.
 * - `refuse`: an answer that does not come from the source, which never hears of it.
 * - `replace`: the source does what it is asked to, and something else arrives.
 * - `lose`: the connection breaks, before or after the source did what it was asked to.
 * - `halve`: the answer breaks off in the middle.
 * - `hang`: the source does it, and no answer comes; `done` is called when it has done it.
 */
export type Trouble =
  | {
      readonly kind: 'refuse' | 'replace';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'lose'; readonly when: 'before' | 'after' }
  | { readonly kind: 'halve' }
  | { readonly kind: 'hang'; readonly done?: () => void };

/** The line between a connector and its source: counts what passes and does harm on request. The source knows nothing of it. */
export interface Line {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** Asked for each request, with its place among those since then; whatever it gives undefined for passes. */
  disturb(trouble: (place: number, arrival: Arrival) => Trouble | undefined): void;
  /** Rewrites the JSON that answers these paths from now on. */
  rewrite(path: RegExp, edit: (answer: unknown) => unknown): void;
  /** Forgets what passed and does no more harm. */
  clear(): void;
  close(): Promise<void>;
}

type Rewriting = { readonly path: RegExp; readonly edit: (answer: unknown) => unknown };

export async function drawLine(target: string): Promise<Line> {
  let arrivals: Arrival[] = [];
  let trouble: Parameters<Line['disturb']>[0] = () => undefined;
  let rewriting: Rewriting | undefined;
  const server = createServer((request, response) => {
    const arrival = { method: request.method ?? 'GET', path: request.url ?? '/', atMs: performance.now() };
    arrivals.push(arrival);
    // A source that breaks the connection by itself breaks this one as well.
    carry(target, request, response, trouble(arrivals.length - 1, arrival), rewriting).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // an object, as we listen on a port
  const clear = () => {
    [arrivals, trouble, rewriting] = [[], () => undefined, undefined];
  };
  return {
    url: `http://127.0.0.1:${port}`,
    get arrivals() {
      return arrivals;
    },
    disturb: (wanted) => {
      clear();
      trouble = wanted;
    },
    rewrite: (path, edit) => void (rewriting = { path, edit }),
    clear,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

async function carry(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  trouble: Trouble | undefined,
  rewriting: Rewriting | undefined,
): Promise<void> {
  const sent = await buffer(request);
  if (trouble?.kind === 'refuse') return answer(response, trouble.status, trouble.headers ?? {}, trouble.body ?? '');
  if (trouble?.kind === 'lose' && trouble.when === 'before') return void request.socket.destroy();
  const { status, headers, body } = await forward(target, request, sent);
  switch (trouble?.kind) {
    case 'replace':
      return answer(response, trouble.status, trouble.headers ?? {}, trouble.body ?? '');
    case 'lose':
      return void request.socket.destroy();
    case 'hang':
      return trouble.done?.();
    case 'halve':
      response.writeHead(status, { ...headers, 'content-length': body.length });
      response.write(body.subarray(0, body.length >> 1), () => request.socket.destroy());
      return;
    default:
      return answer(response, status, headers, rewriting?.path.test(request.url ?? '/') ? edited(body, rewriting) : body);
  }
}

const edited = (body: Buffer, { edit }: Rewriting): string => JSON.stringify(edit(JSON.parse(body.toString('utf8'))));

function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[]>>,
  body: string | Buffer,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Under the host name the client used, so that addresses in an answer lead back here. */
function forward(target: string, { url, method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((answered, failed) => {
    const request = ask(`${target}${url ?? '/'}`, { ...(method !== undefined && { method }), headers, agent: false }, (response) => {
      buffer(response).then(
        (received) => answered({ status: response.statusCode ?? 0, headers: endToEnd(response.headers), body: received }),
        failed,
      );
    });
    request.once('error', failed).end(body);
  });
}

/** Headers that belong to the answer, not to one connection; the length is counted anew. */
const endToEnd = (headers: IncomingMessage['headers']): Answer['headers'] =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ['connection', 'keep-alive', 'transfer-encoding', 'content-length'].includes(name) ? [] : [[name, value]],
    ),
  );

/** An address nobody answers at: it was free a moment ago. */
export async function anUnansweredUrl(): Promise<string> {
  const line = await drawLine('http://127.0.0.1:1');
  await line.close();
  return line.url;
}
