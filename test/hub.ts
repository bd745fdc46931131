import { afterAll, beforeAll } from '@jest/globals';
import type { Abstract, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import 'reflect-metadata';
import { AppModule } from '../src/app.module.js';
import type { Envelope } from '../src/files/envelope.js';
import { createLog } from '../src/log/log.js';
import { anEnvelope } from './an-envelope.js';
import type { TestDatabase } from './database.js';

/** The whole hub on a test database; `get` gives any of its services. */
export function testHub(
  database: TestDatabase,
  envelope: Envelope = anEnvelope(),
): {
  get<Service>(service: Abstract<Service> | Type<Service>): Service;
  app(): INestApplicationContext;
  readonly envelope: Envelope;
} {
  let app: INestApplicationContext | undefined;
  beforeAll(async () => {
    app = await startHub(database, envelope);
  });
  afterAll(() => app?.close());
  const running = (): INestApplicationContext => {
    if (app === undefined) throw new Error('the hub is there only while tests run');
    return app;
  };
  return { envelope, app: running, get: (service) => running().get(service, { strict: false }) };
}

export const startHub = (
  { tenancy, hubUrl }: Pick<TestDatabase, 'tenancy' | 'hubUrl'>,
  envelope: Envelope,
): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(
    AppModule.on({ tenancy, envelope, log: createLog('silent'), nudges: { redisUrl: undefined, listenUrl: hubUrl } }),
    { logger: ['error'], abortOnError: false },
  );
