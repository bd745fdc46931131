import { resolve } from 'node:path';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';

const path = z.string().min(1, 'is empty: name a folder, or leave it out');
const NO_DATABASE = 'is no address such as postgres://user:password@host:5432/database; leave it out for the embedded server';
const database = z
  .url({ protocol: /^postgres(ql)?$/, error: NO_DATABASE, abort: true })
  // What stands behind an @ or / of a password would be taken for the host and the database, and be shown.
  .refine((url) => !new URL(url).pathname.includes('@'), 'has an @ behind its host: write @, / and : of a password as %40, %2F and %3A')
  .transform(userBeforeHost);
const PORTS = 'is no whole number from 0 to 65535';
const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/**
 * Everything the hub takes from its environment. The only place that reads it.
 * Secrets have no defaults: a missing key is made at first start and kept in a file, never in here.
 */
const environment = z.object({
  /** Where the embedded database, the key file and the logs of this hub live. */
  PLUMBLINE_HOME: path.default('.plumbline/hub'),
  /** The owner of the database, used by migrations only. Without it an embedded server is started. */
  DATABASE_URL: database.optional(),
  /** The role the hub works as; without it the migration creates one. */
  DATABASE_APP_URL: database.optional(),
  /** With it, work is shared between processes over Bull. */
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'is no address such as redis://host:6379; leave it out to work in one process' })
    .optional(),
  /** 0 takes any free port. */
  PORT: z.coerce.number(PORTS).int(PORTS).min(0, PORTS).max(65_535, PORTS).default(4300),
  LOG_LEVEL: z.enum(LEVELS, `is none of: ${LEVELS.join(', ')}`).default('info'),
});

export interface Config {
  readonly home: string;
  readonly databaseUrl: string | undefined;
  readonly databaseAppUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly port: number;
  readonly logLevel: (typeof LEVELS)[number];
}

/** User and password may stand in the query as well, and count more there; from here on they stand in one place, where they are not shown and can be replaced. */
function userBeforeHost(address: string): string {
  const url = new URL(address);
  for (const [named, part] of [
    ['user', 'username'],
    ['password', 'password'],
  ] as const) {
    const given = url.searchParams.get(named);
    if (given !== null) url[part] = encodeURIComponent(given);
    url.searchParams.delete(named);
  }
  return url.href;
}

/** @throws AskedWronglyError listing all that is wrong, so that a person mends it in one go. */
export function readConfig(variables: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ');
    throw new AskedWronglyError(`the environment is not right; mend this and start again: ${wrong}`);
  }
  const { PLUMBLINE_HOME, DATABASE_URL, DATABASE_APP_URL, REDIS_URL, PORT, LOG_LEVEL } = parsed.data;
  return {
    home: resolve(PLUMBLINE_HOME),
    databaseUrl: DATABASE_URL,
    databaseAppUrl: DATABASE_APP_URL,
    redisUrl: REDIS_URL,
    port: PORT,
    logLevel: LOG_LEVEL,
  };
}

/** Where the hub lives, as whoever started it wrote that down; undefined where they left it to the default. */
export const homeAsSet = (variables: Readonly<Record<string, string | undefined>> = process.env): string | undefined =>
  variables['PLUMBLINE_HOME'];

/** Whether somebody wants to see where a fault arose; asked also where the environment is not right. */
export const isDebugging = (variables: Readonly<Record<string, string | undefined>> = process.env): boolean =>
  variables['LOG_LEVEL'] === 'debug';
