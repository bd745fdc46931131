import { type DemoRun, isAccountedFor } from './result.js';

/** The end of the story, for a person to read. */
export function curtain(
  { syncs, findings, cases, privacy, outbox, reconciliation, effects, planted, seconds }: DemoRun,
  broken: readonly string[],
): string[] {
  const read = syncs.reduce((sum, sync) => sum + sync.read, 0);
  const unaccounted = syncs.filter((sync) => !isAccountedFor(sync)).length;
  const { total, ...statuses } = reconciliation;
  return [
    '',
    'What came of it',
    `  read           ${read} records in ${syncs.length} reads of streams, ${unaccounted === 0 ? 'every one accounted for' : `${unaccounted} of which do not add up`}`,
    `  found          ${findings.listening} by listening, ${findings.calibration} by calibration; ${cases.opened} cases opened, ${cases.decided} decided`,
    `  let out        ${privacy.released} groups; ${privacy.withheld} withheld, under one label`,
    `  written        ${outbox.verified} verified by reading back, ${outbox.conflict} in conflict, ${outbox.unknown} unknown, ${outbox.rejected} rejected, of ${outbox.planned}`,
    `  at the sources ${effects.observed} effects, ${effects.expected} expected`,
    `  reconciled     ${total} looked at again: ${Object.entries(statuses)
      .filter(([, count]) => count > 0)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ')}`,
    '',
    planted.every(({ expected, found }) => expected === found) ? 'Planted, and caught' : 'Planted, and not all of it caught',
    ...planted.map(
      ({ name, expected, found }) =>
        `  ${expected === found ? '✓' : '✗'} ${name}: ${found}${expected === found ? '' : ` (expected ${expected})`}`,
    ),
    '',
    broken.length === 0
      ? `Everything held, in ${seconds} s.`
      : `Not everything held:\n${broken.map((clause) => `  ✗ ${clause}`).join('\n')}`,
  ];
}
