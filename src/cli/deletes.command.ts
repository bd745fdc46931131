import type { Command } from 'commander';
import { typed } from '../config/typed.js';
import { Missing, type MissingSet } from '../ingest/missing.js';
import { People } from '../people/people.js';
import { IdentityCases } from '../review/identity-cases.js';
import { anId, atTheDesk, common, type CommonOptions, inWords, table } from './command.js';

const SHOWN = 20;

export function deletesCommand(program: Command): void {
  const group = program
    .command('deletes')
    .description('records that did not come any more, and wait for somebody to say whether they are gone');

  common(group.command('list'))
    .option('--all', 'every record of each set')
    .action((options: CommonOptions & { all?: boolean }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const missing = await app.get(Missing, { strict: false }).list(tenantId, actor);
        const lines = missing.flatMap((set) => [...linesOf(set, options.all === true ? Infinity : SHOWN), '']);
        return { json: { missing }, lines: missing.length === 0 ? ['nothing waits'] : lines, code: missing.length === 0 ? 0 : 3 };
      }),
    );

  for (const [name, what] of SETTLEMENTS) {
    common(group.command(name))
      .argument('<set>', 'its id', anId)
      .description(what)
      .requiredOption('--reason <text>', 'why, in words', inWords)
      .action((id: string, options: CommonOptions & { reason: string }) =>
        atTheDesk(options, async ({ app, actor, tenantId }) => {
          const missing = app.get(Missing, { strict: false });
          const settled = await (name === 'confirm' ? missing.confirm.bind(missing) : missing.keep.bind(missing))(
            tenantId,
            actor,
            id,
            options.reason,
          );
          if (settled.kind === 'changed')
            return {
              json: { set: id, changed: true, now: settled.now ?? null },
              lines: [
                'some of these came again since they were shown, and nothing was done',
                ...(settled.now === undefined ? ['none of them is missing any more'] : linesOf(settled.now, SHOWN)),
              ],
              code: 3,
            };
          await app.get(People, { strict: false }).resolve(tenantId, actor);
          const { waiting } = await app.get(IdentityCases, { strict: false }).openForQuestions(tenantId, actor);
          return {
            json: { set: id, settled: name, records: settled.records },
            lines: [
              `${settled.records} ${name === 'confirm' ? 'marked as deleted' : 'kept'}. What the last sync read is used once it was synced again`,
            ],
            code: waiting > 0 ? 3 : 0,
          };
        }),
      );
  }
}

/** What a person may say of records that are missing. */
const SETTLEMENTS = [
  ['confirm', 'they are gone: exactly the records of this set are marked as deleted'],
  ['keep', 'they are not gone: the records stay, and are not asked about again until they have come once more'],
] as const;

function linesOf({ id, connection, stream, keys, known, foundAt }: MissingSet, most: number): string[] {
  const rest = keys.length - most;
  return [
    ...table([
      ['set', 'connection', 'stream', 'missing', 'of', 'found'],
      [id, connection, stream, keys.length, known, foundAt.toISOString().slice(0, 16)],
    ]),
    ...keys.slice(0, most).map((key) => `  ${key}`),
    ...(rest > 0 ? [`  and ${rest} more; see them all with: ${typed('deletes list --all')}`] : []),
    `  they are gone: ${typed(`deletes confirm ${id} --reason …`)}`,
    `  they are not: ${typed(`deletes keep ${id} --reason …`)}`,
  ];
}
