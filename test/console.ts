import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningConsole, startConsole } from '../src/console.js';
import type { Envelope } from '../src/files/envelope.js';
import { createLog } from '../src/log/log.js';
import type { TestDatabase } from './database.js';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

export interface TestConsole {
  readonly origin: string;
  /** With the key. */
  readonly address: string;
  readonly running: RunningConsole;
  /** Asks the API as somebody who is signed in, unless told otherwise. */
  ask(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Asked>;
}

/** A built console in small: enough to see what is served where. */
function somePages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(folder, 'assets', 'page.js'), 'export {};');
  return folder;
}

/** The hub on a test database, over HTTP. Call it at the top of the file. */
export function testConsole(database: TestDatabase, envelope: Envelope, pages?: () => string): TestConsole {
  const open: { running?: RunningConsole; cookie?: string; small?: string } = {};
  beforeAll(async () => {
    if (pages === undefined) open.small = somePages();
    open.running = await startConsole({
      ground: {
        tenancy: database.tenancy,
        envelope,
        log: createLog('silent'),
        nudges: { redisUrl: undefined, listenUrl: database.hubUrl },
      },
      port: 0,
      actorId: 'ada',
      pages: pages?.() ?? open.small ?? '',
    });
    const exchanged = await fetch(open.running.address, { redirect: 'manual' });
    open.cookie = exchanged.headers.get('set-cookie')?.split(';')[0] ?? '';
  });
  afterAll(async () => {
    await open.running?.close();
    if (open.small !== undefined) rmSync(open.small, { recursive: true });
  });

  const running = (): RunningConsole => {
    if (open.running === undefined) throw new Error('the console is there only while tests run');
    return open.running;
  };
  return {
    get origin() {
      return new URL(running().address).origin;
    },
    get address() {
      return running().address;
    },
    get running() {
      return running();
    },
    async ask(method, path, body, headers = {}) {
      const answer = await fetch(`${this.origin}/api/${path}`, {
        method,
        headers: { cookie: open.cookie ?? '', ...(method === 'POST' ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, headers: answer.headers, json: await answer.json() };
    },
  };
}
