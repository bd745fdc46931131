import { describe, expect, test } from '@jest/globals';
import { atlasWork, aWorkItem, threeGoals } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';

const evidence = [...atlasWork(), ...threeGoals(), aWorkItem({ issueKey: 'ATL-150', resolvedOn: '2026-03-09', assignee: 'p-2' })];
const cycle = { id: '2026-H1', period: { from: '2026-01-01', to: '2026-06-30' } };
const subject = { personId: 'p-1', names: ['Noor Haddad', 'Noor'], familyName: 'Haddad' };
const verdictsOf = (text: string) => embeddedClaimEngine.check({ text, subject, cycle, evidence }).map(({ verdict }) => verdict);

describe('whom a pronoun stands for, behind somebody without a name', () => {
  test.each([
    'Noor has a trainee. She closed 45 issues in Atlas in March 2026.',
    'Noor has a trainee. She met all of her goals.',
    'Her trainee is good. She closed 45 issues in Atlas in March 2026.',
    'Noor mentors a new colleague. He closed 45 issues in Atlas in March 2026.',
    'Noor and her deputy split the work. He closed 45 issues in Atlas in March 2026.',
    'My predecessor did little. He closed 2 issues in Atlas in March 2026.',
    'The new hire learnt from Noor. She closed 12 issues in Atlas in March 2026.',
    'Noor coached a trainee, and she closed 45 issues in Atlas in March 2026.',
    'Noor has a trainee. She is keen. She closed 45 issues in Atlas in March 2026.',
    'Noor mentored Priya. She learns fast. In March 2026 she closed 45 issues in Atlas.',
    'Noor mentored Priya. She closed 20 issues in Atlas and completed 3 goals.',
    'Noor mentored Priya, and she closed 20 issues in Atlas and completed 3 goals.',
    'Noor works closely with Atlas. They closed 40 issues this cycle.',
    'Noor leads three juniors. They met all of their goals.',
    'Noor leads three juniors. All of their goals were met.',
    'Noor leads three juniors. They closed 45 issues in Atlas in March 2026.',
    'Noor leads the Atlas team. They closed 45 issues in March 2026.',
    'Our vendor delivered. They closed 45 issues in Atlas in March 2026.',
    'Their ticket ATL-150 was closed on 9 March 2026.',
    'Noor had 45 issues closed in Atlas in March 2026.',
  ])('nobody knows: %s', (text) => {
    expect(verdictsOf(text)).not.toContain('contradicted');
  });

  test.each([
    'Noor is a great colleague. She closed 45 issues in Atlas in March 2026.',
    'She is our strongest engineer. She closed 45 issues in Atlas in March 2026.',
    'Noor is a pleasure to work with. In March 2026 she closed 45 issues in Atlas.',
    'Noor leads three juniors. She closed 45 issues in Atlas in March 2026.',
    'Noor mentored Priya. Noor trained Lena and completed 3 goals.',
    'Noor worked on Atlas. They closed 45 issues this cycle.',
    'Noor mentors a new colleague. Noor closed 45 issues in Atlas in March 2026.',
    'Noor has a trainee. Noor is keen. She closed 45 issues in Atlas in March 2026.',
    'Noor is keen. She is quick. She closed 45 issues in Atlas in March 2026.',
    'Noor had closed 45 issues in Atlas in March 2026.',
  ])('it is the person: %s', (text) => {
    expect(verdictsOf(text)).toContain('contradicted');
  });
});

describe('of which time a sentence is, behind one of another time', () => {
  test.each([
    'In 2025 she struggled. In March she closed 2 issues in Atlas.',
    'In 2025 Noor joined. She closed 2 issues in Atlas in Q1.',
    'Noor joined in 2025. In the first quarter of the year she closed 2 issues in Atlas.',
    'Looking back at 2025. Noor closed 45 issues in Atlas in March.',
    'Last year was hard. Noor met none of her goals.',
    'Last cycle was a success. She met all of her goals.',
    'Noor came back from leave in May 2026. None of her goals had been met.',
  ])('nobody knows: %s', (text) => {
    expect(verdictsOf(text)).not.toContain('contradicted');
  });

  test.each([
    'In 2025 she struggled. In March 2026 she closed 45 issues in Atlas.',
    'Noor joined in 2025. This cycle she closed 45 issues in Atlas.',
    'Noor joined in 2023. This year Noor closed 45 issues in Atlas.',
    'In March 2026 she was on leave. Noor closed 45 issues in Atlas in April.',
    'Last year was hard. It went better since. Noor met none of her goals.',
  ])('it is of the cycle: %s', (text) => {
    expect(verdictsOf(text)).toContain('contradicted');
  });
});
