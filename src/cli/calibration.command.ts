import type { Command } from 'commander';
import { Calibration } from '../findings/calibration.js';
import { Findings } from '../findings/findings.js';
import { ReviewService } from '../review/review.service.js';
import { atTheDesk, common, type CommonOptions } from './command.js';

export function calibrationCommand(program: Command): void {
  const group = program.command('calibration').description('hold reviews against evidence, and ratings against each other');

  common(group.command('run'))
    .requiredOption('--cycle <key>', 'the review cycle')
    .action((options: CommonOptions & { cycle: string }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const result = await app.get(Calibration, { strict: false }).run(tenantId, actor, options.cycle);
        const opened = await app.get(ReviewService, { strict: false }).openForFindings(tenantId, actor);
        const kinds = Object.entries(result.kinds).map(([kind, count]) => `  ${kind}: ${count}`);
        const lines = [
          `${result.reviews} reviews of ${result.cycle}: ${result.findings} findings, ${opened} new cases`,
          ...kinds,
          ...(opened > 0 ? ['See them with: plumbline cases list'] : []),
        ];
        return { json: { ...result, opened }, lines, code: opened > 0 ? 3 : 0 };
      }),
    );

  common(group.command('findings')).action((options: CommonOptions) =>
    atTheDesk(options, async ({ app, actor, tenantId }) => {
      const findings = (await app.get(Findings, { strict: false }).list(tenantId, actor)).filter(
        ({ pipeline }) => pipeline === 'calibration',
      );
      const lines = findings.flatMap(({ kind, subject, body }) => [
        `${kind} · ${subject ?? ''}`,
        ...body.sentences.flatMap(({ text, verdict, reason }) => [
          `  “${text}” — ${verdict}`,
          ...(reason === undefined ? [] : [`    ${reason}`]),
        ]),
      ]);
      return {
        json: { findings },
        lines: lines.length === 0 ? ['nothing was found yet; run: plumbline calibration run --cycle KEY'] : lines,
      };
    }),
  );
}
