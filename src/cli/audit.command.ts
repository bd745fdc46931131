import type { Command } from 'commander';
import { AskedWronglyError, FatalError } from '../../connectors/kit/errors.js';
import { type BrokenCheckpoint, checkCheckpoint, checkOwnCheckpoints, checkpointFile, signCheckpoint } from '../audit/checkpoint.js';
import { sealAudit, unsealedEntries } from '../audit/seal.js';
import { isSameKey, keyIdOf, signerIn } from '../audit/signing-key.js';
import { readTrail, type TrailEntry } from '../audit/trail.js';
import { type Breach, verifyAudit } from '../audit/verify.js';
import { readConfig } from '../config/config.js';
import { quoted, typed } from '../config/typed.js';
import { anId, anInstant, atTheDesk, common, type CommonOptions, table } from './command.js';
import { oneOrMore } from './run-command.js';
import { readJsonFile } from './read-json-file.js';
import { writeNew } from './write-new.js';

export function auditCommand(program: Command): void {
  const group = program.command('audit').description('what was done, by whom and when; and whether anybody changed that afterwards');

  common(group.command('list'))
    .description('what was done, in order: to one case, message or connection, by one person, or in one command')
    .option('--subject <subject>', 'what it happened to, such as case:ID, message:ID or connection:ID')
    .option('--by <name>', 'whoever did it')
    .option('--trace <id>', 'what was done in one command or request', anId)
    .option('--from <instant>', 'not before it, such as 2026-05-01 or 2026-05-01T08:00:00Z', anInstant)
    .option('--until <instant>', 'before it', anInstant)
    .option('--whole', 'also whatever else was done in the course of it')
    .option('--limit <number>', 'how many at most', oneOrMore, 200)
    .action((options: CommonOptions & ListOptions) =>
      atTheDesk(options, async ({ ground, actor, tenantId }) => {
        const { subject, by, trace: traceId, from, until, whole: isWhole = false, limit } = options;
        const found = await ground.tenancy.inTenant(tenantId, actor, (tx) =>
          readTrail(tx, { subject, by, traceId, from, until, isWhole, limit }),
        );
        const entries = found.slice(0, limit);
        const more = found.length > limit;
        const lines = [
          ...table(entries.map(entryCells)),
          ...(entries.length === 0 ? ['nothing of that was done'] : []),
          ...(more ? [whereMore(entries)] : []),
        ];
        return { json: { entries, more }, lines };
      }),
    );

  common(group.command('verify'))
    .description('read the whole trail and tell whether it is as it was sealed')
    .option('--checkpoint <file>', 'also hold a checkpoint against it that was kept elsewhere')
    .option('--key <id>', 'believe a checkpoint of this key too, where you know it from elsewhere: of the hub before it got another')
    .action((options: CommonOptions & { checkpoint?: string; key?: string }) =>
      atTheDesk(options, async ({ ground, actor, tenantId }) => {
        if (options.key !== undefined && options.checkpoint === undefined)
          throw new AskedWronglyError('--key says whose checkpoint is believed, and none was named: add --checkpoint FILE');
        const kept = options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint);
        const signer = signerIn(readConfig().home);
        const isKnown = (publicKey: string) => isSameKey(publicKey, signer.publicKey) || keyIdOf(publicKey) === options.key;
        const { chain, own, brought } = await ground.tenancy.inTenant(
          tenantId,
          actor,
          async (tx) => ({
            chain: await verifyAudit(tx, tenantId),
            own: await checkOwnCheckpoints(tx, tenantId, signer),
            brought: kept === undefined ? undefined : await checkCheckpoint(tx, tenantId, kept, isKnown),
          }),
          { oneState: true },
        );
        const broken = [...own.broken, ...(brought === undefined ? [] : [brought])];
        const holds = chain.breaches.length === 0 && broken.length === 0;
        const isTrailWhole = chain.breaches.length === 0 && !broken.some(({ what }) => tellsOfTheTrail.has(what));
        const { blocks, entries, unsealed, breaches } = chain;
        const lines = [
          `${entries} entries in ${blocks} ${blocks === 1 ? 'block' : 'blocks'} read, ${isTrailWhole ? 'each as it was sealed' : 'and not all as it was sealed'}; ${unsealed} written since, and not sealed yet`,
          `${own.checked} signed ${own.checked === 1 ? 'checkpoint' : 'checkpoints'} of this hub${kept === undefined ? '' : ', and the one that was brought,'} held against it${own.ofOtherKeys === 0 ? '' : `; ${own.ofOtherKeys} of another key not, for this hub does not know it`}`,
          ...breaches.map(breachLine),
          ...broken.map(brokenLine),
        ];
        return {
          json: { holds, blocks, entries, unsealed, breaches, checkpoints: { ...own, brought: brought ?? null } },
          lines,
          code: holds ? 0 : 1,
        };
      }),
    );

  common(group.command('checkpoint'))
    .description('seal what is there and sign it, to keep elsewhere: nobody rewrites what came before without it being seen')
    .option('--to <file>', 'write it to a new file')
    .action((options: CommonOptions & { to?: string }) =>
      atTheDesk(options, async ({ ground, actor, tenantId }) => {
        const signer = signerIn(readConfig().home);
        const { file, waiting } = await ground.tenancy.inTenant(tenantId, actor, async (tx) => {
          await sealAudit(tx, tenantId);
          return { file: await signCheckpoint(tx, tenantId, signer), waiting: await unsealedEntries(tx) };
        });
        if (file === undefined)
          throw waiting === 0
            ? new AskedWronglyError('there is nothing to sign yet: nothing was done in this tenant')
            : new FatalError(`nothing can be signed yet: ${waitingLine(waiting)}`, {});
        if (options.to !== undefined) await writeNew(options.to, `${JSON.stringify(file, null, 2)}\n`);
        const { statement } = file;
        return {
          json: { ...file, waiting, written: options.to ?? null },
          lines: [
            `block ${statement.block}, sealed at ${statement.sealedAt}: ${statement.hash}`,
            `signed with the key ${statement.key}`,
            ...(waiting === 0 ? [] : [`not in it: ${waitingLine(waiting)}`]),
            options.to === undefined
              ? `To keep it elsewhere: ${typed('audit checkpoint --to FILE')}`
              : `${options.to} holds it. Keep it elsewhere; later: ${typed(`audit verify --checkpoint ${quoted(options.to)}`)}`,
          ],
        };
      }),
    );
}

const waitingLine = (entries: number): string =>
  `${entries} ${entries === 1 ? 'entry waits' : 'entries wait'} until what was under way on this database server when ${entries === 1 ? 'it was' : 'they were'} written has ended`;

/** What was done in one instant is not told apart by it. */
function whereMore(entries: readonly TrailEntry[]): string {
  const [first, last] = [entries.at(0)?.at.toISOString(), entries.at(-1)?.at.toISOString()];
  if (last === undefined || first === last) return 'there is more: ask for it with --limit';
  return `there is more: go on with --from ${last} (what was done in that very instant comes again), or ask for more with --limit`;
}

interface ListOptions {
  readonly subject?: string;
  readonly by?: string;
  readonly trace?: string;
  readonly from?: Date;
  readonly until?: Date;
  readonly whole?: boolean;
  readonly limit: number;
}

const entryCells = ({ at, actorKind, actorId, event, subject, details }: TrailEntry): string[] => [
  at.toISOString(),
  `${actorKind}:${actorId}`,
  event,
  subject,
  Object.entries(details)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' '),
];

function readCheckpoint(path: string) {
  const read = checkpointFile.safeParse(readJsonFile(path, `One is written by: ${typed('audit checkpoint --to FILE')}`));
  if (read.success) return read.data;
  throw new AskedWronglyError(`${path} holds no checkpoint; one is written by: ${typed('audit checkpoint --to FILE')}`);
}

const WHAT: Readonly<Record<Breach['what'], string>> = {
  'entry-changed': 'was changed after it was sealed',
  'entry-missing': 'is gone',
  'entry-added': 'was slipped in after it was sealed',
  'block-missing': 'is gone',
  'block-changed': 'was changed after it was sealed, or the one before it was',
};

function breachLine({ block, what, place, entryId }: Breach): string {
  if (place === undefined) return `block ${block} ${WHAT[what]}`;
  return `entry ${place} of block ${block}${entryId === undefined ? '' : ` (${entryId})`} ${WHAT[what]}`;
}

const WHY: Readonly<Record<BrokenCheckpoint['what'], string>> = {
  'not-signed-so': 'is not signed by the key it names: the checkpoint itself was changed',
  'of-another-key':
    'is signed with a key that is not this hub’s, as anybody could: it tells nothing. Where you know that key from elsewhere, say so with --key',
  'of-another-tenant': 'is of another tenant',
  'block-missing': 'names a block that is not there any more: the trail was cut off',
  'another-hash': 'has another hash of its block: what came before it was rewritten',
};

/** What is wrong with the others is the checkpoint, and nothing follows for the trail. */
const tellsOfTheTrail: ReadonlySet<BrokenCheckpoint['what']> = new Set(['block-missing', 'another-hash']);

const brokenLine = ({ block, what }: BrokenCheckpoint): string => `the checkpoint of block ${block} ${WHY[what]}`;
