import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { openDatabase } from './database/database.js';
import { Envelope } from './files/envelope.js';
import { checksOf, discardUnusableKeys, type Keys, keysFor } from './files/key-file.js';
import type { Ground } from './ground.module.js';
import { createLog } from './log/log.js';

export interface OpenGround extends Ground {
  close(): Promise<void>;
}

/** Keys, database and log: what has to be there before the application. @throws Error in words for whoever started it. */
export async function openGround(config: Config, { fresh = false }: { fresh?: boolean } = {}): Promise<OpenGround> {
  const log = createLog(config.logLevel);
  const { home, databaseUrl, databaseAppUrl, redisUrl } = config;
  if (fresh) discardUnusableKeys(home);
  const held: { keys?: Keys } = {};
  const database = await openDatabase({
    ...{ home, databaseUrl, databaseAppUrl, log, fresh },
    keysFor: (remembered, where) => {
      const keys = (held.keys = keysFor(home, remembered, where));
      return { role: keys.role, checks: checksOf(keys) };
    },
  });
  try {
    if (held.keys === undefined) throw new Error('a database is not opened without the keys');
    await database.tenancy.makeMonthPartitions();
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return {
    tenancy: database.tenancy,
    envelope: new Envelope(held.keys),
    log,
    nudges: { redisUrl, listenUrl: database.listenUrl },
    close: () => database.close(),
  };
}

/** The hub without its HTTP side, for commands and workers. Closing it closes the database. */
export async function openHub(
  config: Config,
): Promise<{ readonly app: INestApplicationContext; readonly ground: Ground; close(): Promise<void> }> {
  const ground = await openGround(config);
  try {
    const app = await NestFactory.createApplicationContext(AppModule.on(ground), { logger: ['error'], abortOnError: false });
    const close = async () => {
      await app.close();
      await ground.close();
    };
    return { app, ground, close };
  } catch (cause) {
    await ground.close();
    throw cause;
  }
}
