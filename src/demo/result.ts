import { z } from 'zod';
import { reconciliationTotals } from '../reconciliation/reconciliation.js';

const n = z.number().int().nonnegative();

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
      state: z.enum(['ok', 'suspect', 'failed']),
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

/** What has to hold, each in words that say what broke. */
export function brokenClauses({ syncs, outbox, reconciliation, effects, planted }: Omit<DemoResult, 'ok'>): string[] {
  const { total, matched, missing, drifted, duplicate, unexpected, unverifiable } = reconciliation;
  return [
    ...syncs
      .filter((sync) => sync.read !== sync.landed + sync.unchanged + sync.quarantined + sync.duplicate)
      .map((sync) => `${sync.connection} ${sync.stream}: not every record is accounted for`),
    ...syncs
      .filter((sync) => sync.read !== sync.served)
      .map((sync) => `${sync.connection} ${sync.stream}: ${sync.read} read, ${sync.served} served`),
    ...(syncs.length > 0 ? [] : ['nothing was synced']),
    ...(outbox.planned === outbox.verified + outbox.conflict + outbox.rejected ? [] : ['not every message came to an end']),
    ...(outbox.unknown === 0 ? [] : [`${outbox.unknown} messages are unknown`]),
    ...(total === matched + missing + drifted + duplicate + unexpected + unverifiable ? [] : ['the reconciliation does not sum']),
    ...(
      [
        ['missing', missing],
        ['duplicate', duplicate],
        ['unexpected', unexpected],
      ] as const
    )
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
