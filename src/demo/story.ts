import { Calibration } from '../findings/calibration.js';
import { Findings } from '../findings/findings.js';
import { Waiting } from '../ingest/waiting.js';
import { PrivacyLedger } from '../privacy/ledger.js';
import { Reconciliation } from '../reconciliation/reconciliation.js';
import { decideCases } from './decide.js';
import { effectsOf } from './effects.js';
import { listen } from './listen.js';
import { calibrationIncidents, disturbedIncidents, syncIncidents } from './planted.js';
import { readSource } from './read-sources.js';
import { brokenClauses, type DemoRun, type DemoSync } from './result.js';
import { atTheSource } from './sources.js';
import { service, type Stage, VENDORS } from './stage.js';
import { writeBack } from './write-back.js';

/** The whole flow on the synthetic company, from the first page read to the last row reconciled. */
export async function tellStory(stage: Stage): Promise<{ run: DemoRun; broken: string[] }> {
  const { company, narrator, tenancy, tenantId, system } = stage;
  narrator.chapter(`1 · ${company.name} comes in: ${company.people.length} people, two survey waves, one review cycle`);
  const syncs: DemoSync[] = [];
  for (const vendor of VENDORS) syncs.push(...(await readSource(stage, vendor)));

  narrator.chapter('2 · Listening: what may be said of the survey, and what may not');
  const listening = await listen(stage);

  narrator.chapter('3 · Calibration: what the reviews claim, held against the evidence');
  await narrator.step(
    `checking the reviews of ${company.cycle.id}`,
    () => service(stage, Calibration).run(tenantId, system, company.cycle.id),
    ({ reviews, kinds }) =>
      `${reviews} reviews: ${Object.entries(kinds)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}`,
  );
  const findings = await service(stage, Findings).list(tenantId, system);
  const calibration = findings.filter(({ pipeline }) => pipeline === 'calibration');
  for (const { body } of calibration.filter(({ kind }) => kind === 'claim-contradicted'))
    for (const { text, reason } of body.sentences) narrator.say(`“${text}” ${reason ?? ''}`);

  narrator.chapter('4 · People decide, and what they decide is written back');
  const cases = await decideCases(stage);
  const { disturbed, messages, outbox } = await writeBack(stage);

  narrator.chapter('5 · Meanwhile a permission is lost');
  await atTheSource(stage.sources.bamboohr, 'hide-field', { field: company.truth.planted.permissionLoss.field, hidden: true });
  const afterLoss = await readSource(stage, 'bamboohr', { streams: ['employees'], full: true, expected: 'suspect' });
  syncs.push(...afterLoss);

  narrator.chapter('6 · Reconciliation: everything that was written is looked at again');
  const { totals } = await narrator.step(
    'comparing what was intended with what is there',
    () => service(stage, Reconciliation).run(tenantId, system),
    ({ totals: { total, matched } }) => `${matched} of ${total} match`,
  );

  const effects = await effectsOf(stage);
  const quarantined = await service(stage, Waiting).list(tenantId, system);
  const run = {
    seconds: narrator.seconds,
    syncs,
    findings: { listening: findings.filter(({ pipeline }) => pipeline === 'listening').length, calibration: calibration.length },
    cases,
    privacy: await tenancy.inTenant(tenantId, system, (tx) => service(stage, PrivacyLedger).groupsOf(tx, system.traceId)),
    outbox,
    reconciliation: totals,
    effects,
    planted: [
      ...syncIncidents(stage, quarantined, afterLoss),
      ...listening.incidents,
      ...calibrationIncidents(stage, calibration),
      ...disturbedIncidents(stage, disturbed, messages),
    ],
  };
  return { run, broken: brokenClauses(run) };
}
