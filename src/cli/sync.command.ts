import type { Command } from 'commander';
import { typed } from '../config/typed.js';
import { Ingest, type StreamReport } from '../ingest/ingest.js';
import { Waiting } from '../ingest/waiting.js';
import { People } from '../people/people.js';
import { IdentityCases } from '../review/identity-cases.js';
import { type Answer, atTheDesk, common, type CommonOptions, type ExitCode, table } from './command.js';
import { progress } from './progress.js';
import { unlessInterrupted, whenInterrupted } from './when-interrupted.js';

export function syncCommand(program: Command): void {
  common(program.command('sync <connection>'))
    .description('read a connection now and account for every record')
    .option('--stream <name>', 'only this stream')
    .option('--full', 'read everything, whatever was read before')
    .action((connection: string, options: CommonOptions & { stream?: string; full?: boolean }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const stopping = whenInterrupted();
        const { stream, full } = options;
        const syncing = app.get(Ingest, { strict: false }).sync(tenantId, actor, connection, {
          ...progress,
          signal: stopping,
          ...(stream === undefined ? {} : { stream }),
          ...(full === undefined ? {} : { full }),
        });
        const reports = await unlessInterrupted(stopping, syncing);
        if (reports === undefined) return { json: { streams: [] }, lines: ['cancelled before anything was read'], code: 1 };
        await app.get(People, { strict: false }).resolve(tenantId, actor);
        const identity = await app.get(IdentityCases, { strict: false }).openForQuestions(tenantId, actor);
        const waiting = await app.get(Waiting, { strict: false }).counts(tenantId, actor);
        const quarantined = sumOf(waiting.filter((stream) => stream.connection === connection));
        return syncAnswer(reports, identity, quarantined);
      }),
    );
}

const sumOf = (counts: readonly { readonly count: number }[]): number => counts.reduce((total, { count }) => total + count, 0);

/** @param quarantined how many records of the connection wait for somebody, whichever sync set them aside. */
export const syncAnswer = (
  reports: readonly StreamReport[],
  identity: { readonly opened: number; readonly waiting: number },
  quarantined: number,
): Answer => ({
  json: { streams: reports, identity, quarantined },
  lines: [...reportLines(reports), ...quarantineLines(quarantined), ...identityLines(identity.waiting)],
  code: codeOf(reports, identity.waiting + quarantined),
});

export function reportLines(reports: readonly StreamReport[]): string[] {
  const rows = reports.map(({ stream, state, read, landed, unchanged, quarantined, duplicate }) => [
    stream,
    state,
    read,
    landed,
    unchanged,
    quarantined,
    duplicate,
  ]);
  const notes = reports.flatMap(({ stream, notes: said }) => said.map((note) => `${stream}: ${note}`));
  return [...table([['stream', 'state', 'read', 'landed', 'unchanged', 'quarantined', 'duplicate'], ...rows]), ...notes];
}

const quarantineLines = (waiting: number): string[] =>
  waiting === 0
    ? []
    : [`${waiting} ${waiting === 1 ? 'record waits' : 'records wait'} in quarantine; see them with: ${typed('quarantine list')}`];

/** What says that somebody has to tell who is who, and how they see it. */
const identityLines = (waiting: number): string[] =>
  waiting === 0 ? [] : [`${waiting} ${waiting === 1 ? 'question' : 'questions'} of who is who; see them with: ${typed('people unclear')}`];

function codeOf(reports: readonly StreamReport[], waiting: number): ExitCode {
  if (reports.some(({ state }) => state === 'failed')) return 1;
  return waiting > 0 || reports.some(({ state, quarantined }) => state !== 'ok' || quarantined > 0) ? 3 : 0;
}
