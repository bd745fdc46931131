import { z } from 'zod';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import type { CanonicalChange, ChangeKind } from '../../mappings/canonical/changes.js';
import { writeMappingOf } from '../../mappings/writes.js';
import { connectorNamed } from '../connections/connections.js';
import { rows, type Tx } from '../database/rows.js';
import { operationNamed } from './operation-of.js';
import type { Wanted } from './planner.js';

/** Changes that are never sent: they only show whether a target could take one. */
const samples: { readonly [Kind in ChangeKind]: CanonicalChange<Kind> } = {
  'rating-outcome': { cycleKey: 'sample', score: 1, scale: { min: 1, max: 1 }, decidedOn: '2026-01-01', isLatest: true },
  'follow-up': { title: 'sample', text: 'sample', dueOn: null },
};

/** Why a policy could not send a kind of change to a connection; undefined where it could. Asked when it is set, not when somebody decides. */
export async function wrongWithTarget(
  tx: Tx,
  kind: ChangeKind,
  { connection: name, settings }: Wanted<ChangeKind>['target'],
): Promise<string | undefined> {
  const all = await rows(tx, z.object({ name: z.string(), connector: z.string() }), 'select name, connector from connection order by name');
  const connection = all.find((one) => one.name === name);
  if (connection === undefined) return `there is no connection ${name}; there is: ${all.map((one) => one.name).join(', ') || 'none yet'}`;
  const mapping = writeMappingOf(connection.connector, kind);
  if (mapping === undefined) return `${connection.connector}, which ${name} reads, cannot take a ${kind}`;
  const wrong = mapping.map(samples[kind], { person: '1', settings, decisionId: 'sample' }).flatMap(({ operation, change }) => {
    const parsed = operationNamed(connectorNamed(connection.connector), operation).change.safeParse(change, { error: inPlainWords });
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }: z.core.$ZodIssue) => `${path.join('.')}: ${message}`);
  });
  return wrong.length === 0 ? undefined : `its settings do not do for ${connection.connector}: ${[...new Set(wrong)].join('; ')}`;
}
