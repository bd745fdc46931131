import type { Finding, Message, ReconciliationReport, StreamRun } from '../api/client';

/** What a colour means, the same on every screen: never the only thing that says it. */
export type Tone = 'good' | 'calm' | 'warn' | 'bad' | 'open' | 'busy';

export const runTones = { ok: 'good', running: 'busy', suspect: 'warn', failed: 'bad' } as const satisfies Record<StreamRun['state'], Tone>;

export const messageTones = {
  planned: 'calm',
  approved: 'busy',
  sent: 'busy',
  acknowledged: 'busy',
  verified: 'good',
  unknown: 'open',
  parked: 'open',
  conflict: 'bad',
  rejected: 'bad',
  superseded: 'calm',
  cancelled: 'calm',
} as const satisfies Record<Message['state'], Tone>;

export const verdictTones = {
  supported: 'good',
  partly: 'warn',
  contradicted: 'bad',
  unsupported: 'warn',
  opinion: 'calm',
} as const satisfies Record<Finding['body']['sentences'][number]['verdict'], Tone>;

export const statusTones = {
  matched: 'good',
  missing: 'bad',
  drifted: 'warn',
  duplicate: 'bad',
  unexpected: 'bad',
  unverifiable: 'open',
} as const satisfies Record<ReconciliationReport['rows'][number]['status'], Tone>;
