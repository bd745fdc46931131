import type { INestApplicationContext } from '@nestjs/common';
import { type Command, InvalidArgumentError } from 'commander';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sealAudit } from '../audit/seal.js';
import { homeAsSet, readConfig } from '../config/config.js';
import { localUser } from '../config/local-user.js';
import { startedAs } from '../config/typed.js';
import type { Actor } from '../database/actor.js';
import type { Ground } from '../ground.module.js';
import { openHub } from '../open-hub.js';
import { Tenants } from '../policy/tenants.js';
import { print, printJson } from './terminal.js';

/** 0 done · 1 it failed · 2 asked wrongly · 3 done, and something waits for a person. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface CommonOptions {
  readonly json?: boolean;
  readonly actor?: string;
  readonly tenant?: string;
}

/** What a command may use: the hub, whoever acts, and the tenant they act in. */
export interface Desk {
  readonly app: INestApplicationContext;
  readonly ground: Ground;
  readonly actor: Actor;
  readonly tenantId: string;
}

/** What a command answers: JSON for machines, lines for people. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly code?: ExitCode;
}

/** Tenants every hub has from its first start: the real one, and one to try things in. */
export const FIRST_TENANTS = [
  { slug: 'main', organisation: 'My organisation', environment: 'production' },
  { slug: 'main-sandbox', organisation: 'My organisation', environment: 'sandbox' },
] as const;

export const common = (command: Command): Command =>
  command
    .option('--tenant <slug>', 'the tenant to act in', FIRST_TENANTS[0].slug)
    .option('--actor <name>', 'who acts; kept with everything that is done', aName, localUser())
    .option('--json', 'answer as one JSON object on the last line');

/** Whatever a command advises is advised for the hub and the tenant it was typed for, also where it needs neither itself. */
export const asTyped = (program: Command): Command =>
  program.hook('preAction', (_program, command) => {
    const { tenant } = command.opts<CommonOptions>();
    startedAs({ home: homeAsSet(), tenant: tenant === FIRST_TENANTS[0].slug ? undefined : tenant });
  });

function aName(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('Say who acts, in a word.');
}

/** What is kept in words, such as a reason: the dots that stand for it in an advice are none. @throws InvalidArgumentError */
export function inWords(text: string): string {
  if (/[\p{L}\p{N}]/u.test(text)) return text.trim();
  throw new InvalidArgumentError('Say it in words; they are kept.');
}

/** An id somebody typed. @throws InvalidArgumentError, which ends the command as asked wrongly. */
export function anId(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw new InvalidArgumentError('It is an id, as the list prints it.');
}

/** A day or an instant somebody typed; a day begins with its first moment in UTC. @throws InvalidArgumentError */
export function anInstant(text: string): Date {
  const known = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(text);
  if (known.success) return new Date(text);
  throw new InvalidArgumentError('It is a day or an instant, such as 2026-05-01 or 2026-05-01T08:00:00Z.');
}

/** Opens the hub for one command, answers, and closes it; the exit code says how it went. */
export async function atTheDesk(options: CommonOptions, work: (desk: Desk) => Promise<Answer>): Promise<void> {
  const config = readConfig();
  const { tenant = FIRST_TENANTS[0].slug } = options;
  const { app, ground, close } = await openHub({ ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel });
  try {
    const actor: Actor = { kind: 'person', id: options.actor ?? localUser(), traceId: randomUUID() };
    const tenants = app.get(Tenants, { strict: false });
    if ((await ground.tenancy.allTenants()).length === 0) for (const tenant of FIRST_TENANTS) await tenants.create(actor, tenant);
    const tenantId = await tenants.named(tenant);
    // What earlier commands left is chained by the next one, where no hub runs that would do it each second.
    await ground.tenancy.inTenant(tenantId, actor, (tx) => sealAudit(tx, tenantId));
    const { json, lines, code = 0 } = await work({ app, ground, actor, tenantId });
    if (options.json === true) printJson(json);
    else print(lines);
    process.exitCode = code;
  } finally {
    await close();
  }
}

/** Columns of text, as wide as they need to be. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumeric(cell) ? String(cell).padStart(widths[column] ?? 0) : String(cell).padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Numbers and shares stand at the right of their column. */
const isNumeric = (cell: string | number): boolean => typeof cell === 'number' || /^(?:[≤≥] )?\d+(?: %)?$|^–$/u.test(cell);
