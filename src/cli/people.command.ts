import type { Command } from 'commander';
import { typed } from '../config/typed.js';
import { People } from '../people/people.js';
import type { UnclearView } from '../people/unclear.js';
import { IdentityCases } from '../review/identity-cases.js';
import { anId, atTheDesk, common, type CommonOptions } from './command.js';

export function peopleCommand(program: Command): void {
  const group = program.command('people').description('who is who');

  common(group.command('unclear'))
    .description('what only a person can say: who a record is about, whose an identifier is')
    .action((options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const cases = app.get(IdentityCases, { strict: false });
        const { waiting } = await cases.openForQuestions(tenantId, actor);
        const caseOf = await cases.caseOf(tenantId, actor);
        const unclear = (await app.get(People, { strict: false }).unclear(tenantId, actor)).flatMap((one) => {
          const found = caseOf.get(one.id);
          return found === undefined ? [] : [{ ...one, case: found.id, state: found.state }];
        });
        return {
          json: { unclear },
          lines: unclear.length === 0 ? ['it is clear who everybody is'] : unclear.flatMap((one) => [...linesOf(one, one), '']),
          code: waiting > 0 ? 3 : 0,
        };
      }),
    );

  common(group.command('ask-again'))
    .argument('<case>', 'its id', anId)
    .description('take a decision on who somebody is back, and decide once more')
    .action((caseId: string, options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const id = await app.get(IdentityCases, { strict: false }).askAgain(tenantId, actor, caseId);
        return {
          json: { case: id },
          lines: [`asked again as case ${id}; until it is decided, what hangs on it is nobody's. See it with: ${typed('people unclear')}`],
          code: 3,
        };
      }),
    );
}

function linesOf({ about, what, people }: UnclearView, found: { readonly case: string; readonly state: string }): string[] {
  const decide = (rest: string) => typed(`cases decide ${found.case} ${rest} --reason …`);
  const whose = people.map(({ id, name, identifiers, isNamedNow }) => {
    const now = isNamedNow ? ', as the sources say now' : '';
    return `  ${name} (${id}${now}): ${identifiers.join(', ') || 'no identifier'}`;
  });
  if (found.state !== 'open')
    return [`${what}: left as it is, nobody's. Take it up again with: ${typed(`people ask-again ${found.case}`)}`, ...whose];
  return about === 'record'
    ? [
        `${what} may be one of these, or somebody new:`,
        ...whose,
        `  somebody new: ${decide('approve')}`,
        `  one of these: ${decide('edit --set personId=ID')}`,
        `  leave it nobody's: ${decide('reject')}`,
      ]
    : [
        `${what} has been more than one person's; what hangs on it is nobody's until somebody says whose:`,
        ...whose,
        `  always that of whom the sources name now: ${decide('approve')}`,
        `  always that of one of these: ${decide('edit --set personId=ID')}`,
        `  handed over to one of these on a day: ${decide('edit --set personId=ID from=2026-07-01')}`,
        `  leave it nobody's: ${decide('reject')}`,
      ];
}
