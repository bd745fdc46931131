import type { Command } from 'commander';
import { typed } from '../config/typed.js';
import { Calibration } from '../findings/calibration.js';
import { Findings } from '../findings/findings.js';
import { ReviewService } from '../review/review.service.js';
import { atTheDesk, common, type CommonOptions } from './command.js';
import { findingLines } from './finding-lines.js';
import { dayLines, evidenceLines, leftOutLines, levelLines, unreadLines, withdrawnLines } from './left-out-lines.js';
import { namesIn } from './names-in.js';

export function calibrationCommand(program: Command): void {
  const group = program.command('calibration').description('hold reviews against evidence, and ratings against each other');

  common(group.command('run'))
    .requiredOption('--cycle <key>', 'the review cycle')
    .option('--despite <connections>', 'go by what was last read of these, although it is not all there', '')
    .action((options: CommonOptions & { cycle: string; despite: string }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const result = await app.get(Calibration, { strict: false }).run(tenantId, actor, options.cycle, namesIn(options.despite));
        const { opened, closed } = await app.get(ReviewService, { strict: false }).followFindings(tenantId, actor);
        const kinds = Object.entries(result.kinds).map(([kind, count]) => `  ${kind}: ${count}`);
        const leftOut = leftOutLines(result.leftOut);
        const lines = [
          `${result.reviews} reviews of ${result.cycle}: ${result.findings} findings, ${opened} new cases`,
          ...kinds,
          ...leftOut,
          ...unreadLines(result.onlyWrittenTo),
          ...evidenceLines(result),
          ...dayLines(result),
          ...levelLines(result.levelsLearnedLater),
          ...withdrawnLines(result),
          ...(closed > 0 ? [`${closed} cases closed: what they were about was found anew, or is found no longer`] : []),
          ...(opened > 0 ? [`See them with: ${typed('cases list')}`] : []),
        ];
        return { json: { ...result, opened, closed }, lines, code: opened > 0 || leftOut.length > 0 ? 3 : 0 };
      }),
    );

  common(group.command('findings'))
    .option('--all', 'also what holds no more')
    .action((options: CommonOptions & { all?: boolean }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const findings = (await app.get(Findings, { strict: false }).list(tenantId, actor)).filter(
          ({ pipeline, supersededAt }) => pipeline === 'calibration' && (options.all === true || supersededAt === null),
        );
        const lines = findings.flatMap(findingLines);
        return {
          json: { findings },
          lines: lines.length === 0 ? [`nothing was found yet; run: ${typed('calibration run --cycle KEY')}`] : lines,
        };
      }),
    );
}
