import type { Command } from 'commander';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import type { ChangeKind } from '../../mappings/canonical/changes.js';
import { quoted, typed } from '../config/typed.js';
import { firstRow, type Tx } from '../database/rows.js';
import { wrongWithTarget } from '../outbox/wrong-with-target.js';
import { approvePolicy, currentPolicy, type Policy } from '../policy/policy.js';
import { asPolicyFile, changesBetween, parsePolicyFile, type PolicyChange } from '../policy/policy-file.js';
import { atTheDesk, common, type CommonOptions } from './command.js';
import { readJsonFile } from './read-json-file.js';
import { writeNew } from './write-new.js';

export function policyCommand(program: Command): void {
  const group = program.command('policy').description('what people decided about how the hub works: thresholds, routes, targets, limits');

  common(group.command('show'))
    .description('the policy in force, as it can be edited and set again')
    .option('--to <file>', 'write it to a new file')
    .action((options: CommonOptions & { to?: string }) =>
      atTheDesk(options, async ({ ground, actor, tenantId }) => {
        const { policy, setBy } = await ground.tenancy.inTenant(tenantId, actor, async (tx) => {
          const now = await currentPolicy(tx);
          return { policy: now, setBy: await whoSet(tx, now.version) };
        });
        const file = asPolicyFile(policy);
        const text = JSON.stringify(file, null, 2);
        if (options.to !== undefined) await writeNew(options.to, `${text}\n`);
        const first = `policy ${policy.version}, set by ${setBy.approvedBy} on ${setBy.effectiveAt.toISOString()}`;
        const lines =
          options.to === undefined
            ? [first, ...text.split('\n'), `To change it: ${typed('policy show --to policy.json')}`]
            : [first, `${options.to} holds it. Edit it, and then: ${typed(`policy set ${quoted(options.to)}`)}`];
        return { json: { version: policy.version, ...setBy, policy: file, written: options.to ?? null }, lines };
      }),
    );

  common(group.command('set <file>'))
    .description('put an edited policy in force as its next version; what is computed from now on is computed under it')
    .action((path: string, options: CommonOptions) =>
      atTheDesk(options, async ({ ground, actor, tenantId }) => {
        const { version: from, body } = parsePolicyFile(readPolicy(path));
        const { version, changes } = await ground.tenancy.inTenant(tenantId, actor, async (tx) => {
          const { version: inForce, ...before } = await currentPolicy(tx);
          const differences = changesBetween(before, body);
          if (differences.length === 0) return { version: inForce, changes: differences };
          await refuseTargets(tx, body);
          return { version: await approvePolicy(tx, tenantId, body, from), changes: differences };
        });
        return { json: { version, changes }, lines: changeLines(version, changes) };
      }),
    );
}

const whoSet = async (tx: Tx, version: number): Promise<z.output<typeof setRow>> => {
  const found = await firstRow(
    tx,
    setRow,
    'select approved_by as "approvedBy", effective_at as "effectiveAt" from policy_version where version = $1',
    [version],
  );
  if (found === undefined) throw new Error(`the policy ${version} is gone`);
  return found;
};
const setRow = z.object({ approvedBy: z.string(), effectiveAt: z.date() });

const readPolicy = (path: string): unknown =>
  readJsonFile(path, `Nothing was changed. One to begin with is written by: ${typed('policy show --to FILE')}`);

/** @throws AskedWronglyError: a target that cannot take what is sent there would be found out only when somebody decides. */
async function refuseTargets(tx: Tx, { targets }: Policy): Promise<void> {
  const wrong: string[] = [];
  for (const kind of Object.keys(targets) as ChangeKind[]) {
    const target = targets[kind];
    const why = target === undefined ? undefined : await wrongWithTarget(tx, kind, target);
    if (why !== undefined) wrong.push(`targets.${kind}: ${why}`);
  }
  if (wrong.length > 0) throw new AskedWronglyError(`this is no policy that can be set, and nothing was changed. ${wrong.join('; ')}`);
}

export function changeLines(version: number, changes: readonly PolicyChange[]): string[] {
  if (changes.length === 0) return [`nothing changes: policy ${version} says the same`];
  const isLowered = changes.some(
    ({ path, before, after }) => path.startsWith('privacy.') && typeof before === 'number' && typeof after === 'number' && after < before,
  );
  return [
    `policy ${version} is in force`,
    ...changes.map(({ path, before, after }) => `  ${path}: ${inWords(before)} → ${inWords(after)}`),
    ...(isLowered ? ['a lower threshold holds for surveys to come; what was shown of a survey keeps the one it was shown under'] : []),
  ];
}

const inWords = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value));
