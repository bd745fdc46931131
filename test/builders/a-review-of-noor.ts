import { embeddedClaimEngine } from '../../src/language/claims/claim-engine.js';
import { aWorkItem, atlasWork, threeGoals } from './evidence-item.js';

/** The first half of 2026 of Noor Haddad, as sentences of her review are held against it: her work, her goals, and one issue of somebody else. */
export const evidence = [...atlasWork(), ...threeGoals(), aWorkItem({ issueKey: 'ATL-150', resolvedOn: '2026-03-09', assignee: 'p-2' })];
export const cycle = { id: '2026-H1', period: { from: '2026-01-01', to: '2026-06-30' } };
export const subject = { personId: 'p-1', names: ['Noor Haddad', 'Noor'], familyName: 'Haddad' };

export const verdictsOf = (text: string, writtenOn?: string) =>
  embeddedClaimEngine.check({ text, subject, cycle, evidence, writtenOn }).map(({ verdict }) => verdict);
