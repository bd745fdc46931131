import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ContractRoute, contract, routeName } from './contract.js';
import { armedFault, Faults } from './faults.js';
import type { Later } from './later.js';
import { Ledger } from './ledger.js';

export type Handler = (request: Request, response: Response) => void | Promise<void>;

/** What every handler of a simulated vendor may use. */
export interface Bench {
  readonly ledger: Ledger;
  readonly faults: Faults;
}

export interface VendorDefinition {
  readonly vendor: string;
  /** The vendor's `contract.json`, as read. */
  readonly contract: unknown;
  /** One handler per route of the contract, keyed `METHOD /path`: one too few or too many and the simulator does not start. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Middleware that stands before all routes: authentication, default content type, rate limit. */
  readonly before?: readonly RequestHandler[];
  /** Answers a request that lacks what the contract calls required, in the vendor's own words. */
  readonly refuse: (response: Response, route: ContractRoute, missing: readonly string[]) => void;
  /** Answers a path the vendor does not have. */
  readonly unknown: Handler;
  /** Controls beside faults and ledger, served below `/_simulator/`: what a person may change at the vendor behind the hub's back. */
  readonly controls?: Readonly<Record<string, Handler>>;
}

export interface RunningSimulator extends Bench {
  readonly vendor: string;
  /** Without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** One request and its answer, handed to whoever listens (the contract benchmark does). */
export interface Exchange {
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestHeaders: Readonly<Record<string, unknown>>;
  readonly requestBody: string;
  readonly status: number;
  readonly responseType: string;
  readonly responseBody: string;
}

/**
 * Starts a vendor on a loopback port.
 * @param port 0 picks a free one.
 * @throws Error when the handlers and the contract do not name the same routes.
 */
export async function startSimulator(
  definition: VendorDefinition,
  bench: Bench,
  { port = 0, onExchange }: { port?: number; onExchange?: (exchange: Exchange) => void } = {},
): Promise<RunningSimulator> {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const routes = contract.parse(definition.contract);
  refuseDivergence(definition, routes);

  app.use('/_simulator', controls(definition, bench));
  app.use(express.raw({ type: () => true, limit: '64mb' }));
  if (onExchange) app.use(overhear(definition.vendor, onExchange));
  app.use(bench.faults.strike);
  for (const middleware of definition.before ?? []) app.use(middleware);
  for (const route of routes) {
    const handler = definition.handlers[routeName(route)];
    if (handler === undefined) continue; // refused above
    app[route.method.toLowerCase() as 'get'](route.path, demand(route, definition.refuse), (request, response) =>
      handler(request, response),
    );
  }
  app.use((request, response) => definition.unknown(request, response));

  const server = createServer(app);
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  const { port: taken } = server.address() as AddressInfo; // an object, as we listen on a port
  return { vendor: definition.vendor, url: `http://127.0.0.1:${taken}`, ...bench, close: () => close(server) };
}

export const newBench = (later?: Later): Bench => ({ ledger: new Ledger(), faults: new Faults(later) });

/** The body as the client sent it; `express.raw` leaves `{}` where there was none. */
export const rawBody = (request: Request): string => (Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');

/** The body as JSON, or undefined where there is none or it is not JSON. */
export function jsonBody(request: Request): unknown {
  try {
    return JSON.parse(rawBody(request));
  } catch {
    return undefined; // the vendor's own refusal is the handler's business
  }
}

function refuseDivergence({ vendor, handlers }: VendorDefinition, routes: readonly ContractRoute[]): void {
  const promised = new Set(routes.map(routeName));
  const missing = [...promised].filter((name) => !(name in handlers));
  const surplus = Object.keys(handlers).filter((name) => !promised.has(name));
  if (missing.length + surplus.length > 0) {
    throw new Error(
      `${vendor}: the contract has routes without a handler [${missing.join(', ')}], the handlers name routes that are not in it [${surplus.join(', ')}]`,
    );
  }
}

function demand(route: ContractRoute, refuse: VendorDefinition['refuse']): RequestHandler {
  return (request, response, next) => {
    const body = route.requiredBody.length > 0 ? jsonBody(request) : undefined;
    const missing = [
      ...route.requiredQuery.filter((name) => request.query[name] === undefined),
      ...route.requiredBody.filter((name) => typeof body !== 'object' || body === null || !(name in body)),
    ];
    if (missing.length > 0) return refuse(response, route, missing);
    return next();
  };
}

function controls({ controls: own = {} }: VendorDefinition, { ledger, faults }: Bench): Express {
  const router = express();
  router.use(express.json());
  router.get('/ledger', (_request, response) => void response.json({ effects: ledger.effects, served: ledger.served }));
  router.post('/faults', (request, response) => {
    const asked = armedFault.safeParse(request.body);
    if (!asked.success) return void response.status(400).json({ error: asked.error.issues });
    faults.arm(asked.data);
    return void response.status(201).json(asked.data);
  });
  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });
  for (const [name, handler] of Object.entries(own)) router.post(`/${name}`, (request, response) => handler(request, response));
  return router;
}

function overhear(vendor: string, listener: (exchange: Exchange) => void): RequestHandler {
  return (request, response, next) => {
    const chunks: Buffer[] = [];
    const write = response.write.bind(response);
    const end = response.end.bind(response);
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
      else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    response.write = ((chunk: unknown, ...rest: never[]) => (keep(chunk), write(chunk as never, ...rest))) as typeof response.write;
    response.end = ((chunk: unknown, ...rest: never[]) => (keep(chunk), end(chunk as never, ...rest))) as typeof response.end;
    response.once('finish', () =>
      listener({
        vendor,
        method: request.method,
        path: request.path,
        query: new URL(request.url, 'http://localhost').search,
        requestHeaders: request.headers,
        requestBody: rawBody(request),
        status: response.statusCode,
        responseType: String(response.getHeader('content-type') ?? ''),
        responseBody: Buffer.concat(chunks).toString('utf8'),
      }),
    );
    next();
  };
}

const close = (server: Server) =>
  new Promise<void>((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
