import type { Command } from 'commander';
import { PublishedSurveys } from '../findings/published-figures.js';
import { sinceLines } from '../findings/since-release.js';
import { Listening } from '../findings/listening.js';
import type { ReleaseView } from '../privacy/release-view.js';
import { ReviewService } from '../review/review.service.js';
import { shareInShort } from '../statistics/banded.js';
import { askedWrongly } from './asked-wrongly.js';
import { atTheDesk, common, type CommonOptions, table } from './command.js';
import { namesIn } from './names-in.js';
import { publishedLines } from './published-lines.js';
import { newCaseLines } from './waiting-lines.js';

export function listeningCommand(program: Command): void {
  const group = program.command('listening').description('what a survey says, as far as it may be said');

  common(group.command('run'))
    .requiredOption('--survey <key>', 'the survey')
    .option('--by <fields>', 'group by these fields, each on its own: Department,Location; a name with a comma in it in double quotes', '')
    .option('--despite <connections>', 'go by what was last read of these, although it is not all there', '')
    .option('--measure <name>', 'of published figures, only this measure')
    .option('--limit <number>', 'of published figures, at most so many on the screen', '50')
    .action((options: Options) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const by = [...new Set(namesIn(options.by))];
        const published = await app.get(PublishedSurveys, { strict: false }).read(tenantId, actor, options.survey);
        if (published !== undefined) {
          const lines = publishedLines(published, { by, measure: options.measure, limit: limitOf(options.limit) });
          return { json: { kind: 'published', ...published }, lines };
        }
        if (options.measure !== undefined)
          throw askedWrongly(`--measure is for published figures, and ${options.survey} holds none, or answers of its own: leave it out`);
        const result = await app
          .get(Listening, { strict: false })
          .run(tenantId, actor, options.survey, by, { progress, despite: namesIn(options.despite) });
        const { opened, closed } = await app.get(ReviewService, { strict: false }).followFindings(tenantId, actor);
        const found = result.findings.map(({ text }) => `  ${text}`);
        const since = result.since === null ? [] : sinceLines(result.since);
        const lines = [
          result.survey,
          ...since,
          ...result.tables.flatMap(tableLines),
          ...(found.length === 0 ? [] : ['', 'Findings', ...found]),
          ...newCaseLines(opened),
        ];
        return { json: { ...result, opened, closed }, lines, code: opened > 0 ? 3 : 0 };
      }),
    );
}

interface Options extends CommonOptions {
  readonly survey: string;
  readonly by: string;
  readonly despite: string;
  readonly measure?: string;
  readonly limit: string;
}

function limitOf(written: string): number {
  if (!/^[1-9]\d*$/.test(written)) throw askedWrongly(`--limit ${written} is no number of lines: give a whole one from 1 on`);
  return Number(written);
}

/** For whoever waits at a terminal; the answer itself goes elsewhere. */
const progress = (step: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`${step} …\n`);
};

type Group = ReleaseView['everybody'];

/**
 * Scores, then themes; groups that may not be shown under one label, without a number and without a reason.
 * Everybody together lists the questions by number; the tables by group refer to those numbers.
 */
export function tableLines(view: ReleaseView): string[] {
  const groups = view.field === null ? [view.everybody] : view.groups;
  const shown = groups.filter(({ visibility }) => visibility === 'shown');
  const withheld = groups.filter(({ visibility }) => visibility === 'withheld').map(({ name }) => name);
  const themes = shown.flatMap(({ name, themes: known }) =>
    known === undefined || known.length === 0
      ? []
      : [
          `${name}: ${known
            .slice(0, 5)
            .map(({ label, commenters }) => `${label} ${commenters}`)
            .join(', ')}`,
        ],
  );
  return [
    '',
    ...(shown.length === 0 ? [] : view.field === null ? questionLines(view.everybody) : groupLines(view.field, shown)),
    ...(themes.length === 0 ? [] : ['', 'What people write about', ...themes.map((line) => `  ${line}`)]),
    ...(withheld.length === 0 ? [] : [`withheld: ${withheld.join(', ')}`]),
  ];
}

function questionLines(everybody: Group): string[] {
  const rows = (everybody.items ?? []).map((item, position) => [position + 1, item.text, favourable(item), item.answers ?? '']);
  return table([['', `Everybody (${everybody.respondents ?? 0} respondents)`, 'favourable', 'answers'], ...rows]);
}

function groupLines(field: string, shown: readonly Group[]): string[] {
  const numbers = (shown[0]?.items ?? []).map((_item, position) => String(position + 1));
  const rows = shown.map(({ name, respondents, items }) => [name, respondents ?? 0, ...(items ?? []).map(favourable)]);
  return table([[`By ${field}`, 'respondents', ...numbers], ...rows]);
}

/** Shares of small groups come in wide bands; at the ends they are limits. */
function favourable({ visibility, favourable: share }: NonNullable<Group['items']>[number]): string {
  if (visibility === 'no-data') return 'none';
  return share === undefined ? '–' : shareInShort(share);
}
