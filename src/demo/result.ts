import { z } from 'zod';
import { reconciliationTotals } from '../reconciliation/reconciliation.js';

const n = z.number().int().nonnegative();
const streamState = z.enum(['ok', 'suspect', 'failed']);

/** What one run of the demonstration says of itself, as its last line. */
export const demoResult = z.object({
  ok: z.boolean(),
  seconds: z.number(),
  syncs: z.array(
    z.object({
      connection: z.string(),
      stream: z.string(),
      read: n,
      landed: n,
      unchanged: n,
      quarantined: n,
      duplicate: n,
      state: streamState,
      /** The state the story plants; `ok` wherever it plants nothing. */
      expected: streamState,
      /** How many records the simulated source counted as handed out meanwhile. */
      served: n,
    }),
  ),
  findings: z.object({ listening: n, calibration: n }),
  cases: z.object({ opened: n, decided: n }),
  privacy: z.object({ released: n, withheld: n }),
  outbox: z.object({ planned: n, verified: n, conflict: n, unknown: n, rejected: n }),
  reconciliation: reconciliationTotals,
  effects: z.object({ expected: n, observed: n }),
  planted: z.array(z.object({ name: z.string(), expected: z.string(), found: z.string() })),
});
export type DemoResult = z.infer<typeof demoResult>;

type Sync = DemoResult['syncs'][number];

/** Whether every record of a read became something, and the source handed out no others. */
export const isAccountedFor = ({ read, landed, unchanged, quarantined, duplicate, served }: Sync): boolean =>
  read === landed + unchanged + quarantined + duplicate && read === served;

/** What has to hold, each in words that say what broke. */
export function brokenClauses({ syncs, outbox, reconciliation, effects, planted }: Omit<DemoResult, 'ok'>): string[] {
  const { total, matched, ...exceptions } = reconciliation;
  return [
    ...syncs.flatMap(brokenSync),
    ...(syncs.length > 0 ? [] : ['nothing was synced']),
    ...(outbox.planned === outbox.verified + outbox.conflict + outbox.rejected ? [] : ['not every message came to an end']),
    ...(outbox.unknown === 0 ? [] : [`${outbox.unknown} messages are unknown`]),
    ...(total === matched + sum(Object.values(exceptions)) ? [] : ['the reconciliation does not sum']),
    ...(total >= outbox.verified ? [] : [`the reconciliation looked at ${total} writes, where ${outbox.verified} were verified`]),
    ...Object.entries(exceptions) // the story plants none of them
      .filter(([, found]) => found > 0)
      .map(([name, found]) => `${found} ${name} in the reconciliation`),
    ...(effects.expected === effects.observed
      ? []
      : [`${effects.observed} effects at the sources, where the outbox knows of ${effects.expected}`]),
    ...planted
      .filter(({ expected, found }) => expected !== found)
      .map(({ name, expected, found }) => `${name}: expected ${expected}, found ${found}`),
    ...(planted.length > 0 ? [] : ['nothing was planted']),
  ];
}

function brokenSync({ connection, stream, read, landed, unchanged, quarantined, duplicate, served, state, expected }: Sync): string[] {
  return [
    ...(read === landed + unchanged + quarantined + duplicate ? [] : ['not every record is accounted for']),
    ...(read === served ? [] : [`${read} read, ${served} served`]),
    ...(state === expected ? [] : [`the stream is ${state}, and was to be ${expected}`]),
  ].map((broken) => `${connection} ${stream}: ${broken}`);
}

const sum = (figures: readonly number[]): number => figures.reduce((whole, figure) => whole + figure, 0);
