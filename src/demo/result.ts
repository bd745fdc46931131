import { z } from 'zod';
import type { ComparedEffects } from './effects.js';
import { reconciliationTotals } from '../reconciliation/report.js';

const n = z.number().int().nonnegative();
const streamState = z.enum(['ok', 'suspect', 'failed']);

/** What one run of the demonstration says of itself, as its last line: these keys and no others. */
export const demoResult = z.strictObject({
  ok: z.boolean(),
  seconds: z.number(),
  syncs: z.array(
    z.strictObject({
      connection: z.string(),
      stream: z.string(),
      read: n,
      landed: n,
      unchanged: n,
      quarantined: n,
      duplicate: n,
      state: streamState,
    }),
  ),
  findings: z.strictObject({ listening: n, calibration: n }),
  cases: z.strictObject({ opened: n, decided: n }),
  /** Groups shown and groups withheld, over every release this run wrote into the ledger; everybody together is one group of each. */
  privacy: z.strictObject({ released: n, withheld: n }),
  outbox: z.strictObject({ planned: n, verified: n, conflict: n, unknown: n, rejected: n }),
  reconciliation: z.strictObject(reconciliationTotals.shape),
  effects: z.strictObject({ expected: n, observed: n }),
  planted: z.array(z.strictObject({ name: z.string(), expected: z.string(), found: z.string() })),
});
export type DemoResult = z.infer<typeof demoResult>;

type PrintedSync = DemoResult['syncs'][number];

/** One read of a stream, and what is known of it from elsewhere. */
export interface DemoSync extends PrintedSync {
  /** The state the story plants; `ok` wherever it plants nothing. */
  readonly expected: PrintedSync['state'];
  /** How many records the simulated source itself counted as handed out meanwhile. */
  readonly served: number;
}

/** A run with all it is judged by. */
export interface DemoRun extends Omit<DemoResult, 'ok' | 'syncs' | 'effects'> {
  readonly syncs: readonly DemoSync[];
  readonly effects: ComparedEffects;
}

/** A run as it is printed. */
export const printed = (ok: boolean, run: DemoRun): DemoResult => ({
  ok,
  ...run,
  effects: { expected: run.effects.expected, observed: run.effects.observed },
  syncs: run.syncs.map(({ expected: _expected, served: _served, ...sync }) => sync),
});

/** Whether every record of a read became something, and the source handed out no others. */
export const isAccountedFor = ({ read, landed, unchanged, quarantined, duplicate, served }: DemoSync): boolean =>
  read === landed + unchanged + quarantined + duplicate && read === served;

/** What has to hold, each in words that say what broke. */
export function brokenClauses({ syncs, outbox, reconciliation, effects, planted }: DemoRun): string[] {
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
    ...effects.amiss,
    ...planted
      .filter(({ expected, found }) => expected !== found)
      .map(({ name, expected, found }) => `${name}: expected ${expected}, found ${found}`),
    ...(planted.length > 0 ? [] : ['nothing was planted']),
  ];
}

function brokenSync({ connection, stream, read, landed, unchanged, quarantined, duplicate, served, state, expected }: DemoSync): string[] {
  return [
    ...(read === landed + unchanged + quarantined + duplicate ? [] : ['not every record is accounted for']),
    ...(read === served ? [] : [`${read} read, ${served} served`]),
    ...(state === expected ? [] : [`the stream is ${state}, and was to be ${expected}`]),
  ].map((broken) => `${connection} ${stream}: ${broken}`);
}

const sum = (figures: readonly number[]): number => figures.reduce((whole, figure) => whole + figure, 0);
