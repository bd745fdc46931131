import { embeddedClaimEngine } from '../../src/language/claims/claim-engine.js';
import type { EvidenceItem } from '../../src/language/claims/evidence.js';

/** What the claim engine says of each claim of a text about Jonas, in the first half of 2026. */
export const verdictsAboutJonas = (text: string, evidence: readonly EvidenceItem[]) =>
  embeddedClaimEngine
    .check({
      text,
      subject: { personId: 'p-1', names: ['Jonas Berg', 'Jonas'] },
      cycle: { id: '2026-H1', period: { from: '2026-01-01', to: '2026-06-30' } },
      evidence,
    })
    .map(({ verdict }) => verdict);
