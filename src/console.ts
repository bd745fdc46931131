import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownHost, ownWrites, securityHeaders } from './access/same-origin.js';
import { openSession } from './access/session.js';
import { AppModule } from './app.module.js';
import { localUser } from './config/local-user.js';
import { speakingOf } from './config/typed.js';
import type { Ground } from './ground.module.js';
import { slug } from './http/route.js';
import { SayError } from './http/say-error.js';

export interface ConsoleOptions {
  readonly ground: Ground;
  /** Made by `createHub` and not yet initialised; made here without one. */
  readonly app?: NestExpressApplication;
  /** 0 takes any free port; so does a port that is taken. */
  readonly port: number;
  /** Who acts when somebody clicks; the user who started the process without one. */
  readonly actorId?: string;
  /** The built console; beside the compiled hub without one. */
  readonly pages?: string;
}

export interface RunningConsole {
  /** With the key of this start in it: whoever opens it is in. */
  readonly address: string;
  readonly app: NestExpressApplication;
  close(): Promise<void>;
}

const BODY_AT_MOST = '2mb'; // as many approvals as may be made at once, and no more
const BESIDE_THE_HUB = fileURLToPath(new URL('../web/', import.meta.url));

/** The hub with its HTTP side, not listening yet. */
export const createHub = (ground: Ground): Promise<NestExpressApplication> =>
  NestFactory.create<NestExpressApplication>(AppModule.on(ground), {
    logger: ['error'],
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true, // a browser that keeps its line open does not keep the hub from ending
  });

/** Serves the API and the console to this machine only. */
export async function startConsole({
  ground,
  port,
  actorId = localUser(),
  pages = BESIDE_THE_HUB,
  ...given
}: ConsoleOptions): Promise<RunningConsole> {
  const app = given.app ?? (await createHub(ground));
  try {
    const session = openSession({ actorId });
    app.disable('x-powered-by');
    app.use(securityHeaders, ownHost, session.exchange);
    app.use('/api', neverStored, session.required, ownWrites, express.json({ limit: BODY_AT_MOST }), unreadableBody);
    app.use('/api/tenants/:tenant', adviseInTenant);
    app.use(consolePages(pages));
    app.useGlobalFilters(new SayError(ground.log));
    await app.init();
    const taken = await listen(app.getHttpServer(), port);
    return { address: `http://127.0.0.1:${taken}/?key=${session.key}`, app, close: () => app.close() };
  } catch (cause) {
    await app.close();
    throw cause;
  }
}

/** What to tell somebody who is served on another port than they asked for; nothing where it is the same. */
export function portTaken(wanted: number, address: string): string[] {
  const { port } = new URL(address);
  return wanted === 0 || port === String(wanted) ? [] : [`Port ${wanted} is taken; the console is on ${port} instead.`];
}

const neverStored: RequestHandler = (_request, response, next) => {
  response.setHeader('cache-control', 'no-store');
  next();
};

/** Commands that an answer names are for the tenant that was asked about. */
const adviseInTenant: RequestHandler<{ tenant: string }> = ({ params: { tenant } }, _response, next) =>
  slug.safeParse(tenant).success ? speakingOf(tenant, next) : next();

/** A body that cannot be read is told without quoting it. */
const unreadableBody: ErrorRequestHandler = (thrown: { readonly type?: unknown }, _request, response, _next) => {
  const tooLarge = thrown.type === 'entity.too.large';
  response
    .status(tooLarge ? 413 : 400)
    .json({ error: { message: tooLarge ? `a body may have ${BODY_AT_MOST} at most` : 'the body is not JSON' } });
};

/** The built files as they are; for every other address the page itself, which knows where it is. Its code carries no data and needs no session. */
function consolePages(folder: string): RequestHandler {
  const files = express.static(folder, {
    index: false,
    setHeaders: (response, path) =>
      response.setHeader('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  return (request, response, next) => {
    if (request.path === '/api' || request.path.startsWith('/api/') || (request.method !== 'GET' && request.method !== 'HEAD'))
      return next();
    files(request, response, () => {
      if (request.path.startsWith('/assets/')) response.status(404).type('text/plain').send('there is no such file\n');
      else if (existsSync(join(folder, 'index.html')))
        response.setHeader('cache-control', 'no-cache').sendFile('index.html', { root: folder });
      else response.status(503).type('text/plain').send('the console is not built yet; run: npm run build\n');
    });
  };
}

/** @returns the port that was taken: the wanted one, or any free one where it is taken already. */
async function listen(server: Server, port: number): Promise<number> {
  try {
    return await listenOn(server, port);
  } catch (cause) {
    const taken = typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EADDRINUSE';
    if (port === 0 || !taken) throw cause;
    return listenOn(server, 0);
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((listening, refused) => {
    server.once('error', refused);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refused);
      listening((server.address() as AddressInfo).port); // of a server that listens on a port
    });
  });
}
