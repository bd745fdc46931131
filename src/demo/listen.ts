import { surveyIdOf } from '../../simulators/company/for-qualtrics.js';
import { tableLines } from '../cli/listening.command.js';
import { Listening } from '../findings/listening.js';
import type { DemoResult } from './result.js';
import { service, type Stage } from './stage.js';

const FIELDS = ['Department', 'Team', 'Location'];

/** Lets the later wave out, by department, team and place, and says from the generator's truth what had to be hidden. */
export async function listen(stage: Stage): Promise<{ readonly incidents: DemoResult['planted'] }> {
  const { company, narrator, tenantId, system } = stage;
  const { smallTeam } = company.truth.planted;
  const wave = company.waves.at(-1);
  if (wave === undefined) throw new Error('the company has no survey');
  const { tables, findings } = await narrator.step(
    `letting out ${wave.name} by ${FIELDS.join(', ').toLowerCase()}`,
    () => service(stage, Listening).run(tenantId, system, surveyIdOf(wave.id), FIELDS),
    (result) => `${result.findings.length} findings`,
  );
  for (const view of tables.filter(({ field }) => field === null || field === 'Location'))
    for (const line of tableLines(view)) narrator.say(line);
  for (const { text } of findings) narrator.say(`· ${text}`);

  const withheld =
    tables
      .find(({ field }) => field === 'Team')
      ?.groups.filter(({ visibility }) => visibility === 'withheld')
      .map(({ name }) => name) ?? [];
  narrator.say(
    `(from the generator's truth: ${smallTeam.team} has ${smallTeam.respondents} respondents; ${smallTeam.sibling} is hidden so that nobody can subtract it from ${smallTeam.department})`,
  );
  return {
    incidents: [
      {
        name: 'team too small to show, and its sibling',
        expected: [smallTeam.team, smallTeam.sibling].toSorted().join(', '),
        found: withheld.toSorted().join(', '),
      },
    ],
  };
}
