import { describe, expect, test } from '@jest/globals';
import { cycle, evidence, subject, verdictsOf } from '../../../test/builders/a-review-of-noor.js';
import { embeddedClaimEngine } from './claim-engine.js';

describe.each([
  [
    'whom a name or a pronoun stands for',
    [
      'Haddad closed 45 issues in Atlas in March 2026.',
      'In March 2026 Haddad closed 45 Atlas issues.',
      '45 Atlas issues were closed by Haddad in March 2026.',
      'Her issue ATL-150 was closed on 9 March 2026.',
      "Noor's ticket ATL-150 was closed in March 2026.",
      'Haddad resolved 31 tickets in Atlas in Q1 2026.',
      'However, Haddad never closed any issues in Atlas in March 2026.',
      'Haddad completed "Document the billing interfaces".',
      'Her ticket ATL-150 was resolved on 9 March 2026.',
      'Mrs Haddad managed to close 33 issues in Atlas in March 2026.',
    ],
    [
      'The team had a strong spring. 45 issues in Atlas were resolved by them in March 2026.',
      'Noor mentored Priya. She closed 20 Atlas issues in March 2026.',
      'Priya joined in March. 20 Atlas issues were closed by her in April 2026.',
      'Karim Haddad closed 45 Atlas issues in March 2026.',
      'K. Haddad closed 45 Atlas issues in March 2026.',
      'Haddad closed 5 issues in Atlas in March 2026.',
      'The Haddad team closed 45 Atlas issues in March 2026.',
      "Haddad's team closed 45 Atlas issues in March 2026.",
      'ATL-150 was closed on 9 March 2026.',
      'ATL-150 was closed by Priya on 9 March 2026.',
      'Her colleague closed ATL-150 on 9 March 2026.',
      'Noor reviewed ATL-150, and it was closed on 9 March 2026.',
      'Our support squad did well. They closed 80 tickets in Atlas in March 2026.',
      'Noor trained Lena and Tomas. They closed 30 Atlas issues in April 2026.',
      'I asked Priya for help, and she closed 12 Atlas issues in March 2026.',
      'Haddad closed 16 issues in Atlas.',
      'Omar Haddad closed 33 issues in Atlas in March 2026.',
      'Our new hire Haddad closed 33 issues in Atlas in March 2026.',
      'Haddad and Priya closed 33 issues in Atlas in March 2026.',
      'For the customer Haddad Trading 33 issues in Atlas were closed in March 2026.',
      'ATL-150 was resolved on 9 March 2026.',
      'In March 2026 ATL-150 was closed.',
      'Noor helped with ATL-150, which was closed on 9 March 2026.',
    ],
  ],
])('%s', (_what, lies, truths) => {
  test.each(lies)('is found: %s', (sentence) => {
    expect(verdictsOf(sentence)).toContain('contradicted');
  });

  test.each(truths)('is not refuted: %s', (sentence) => {
    expect(verdictsOf(sentence)).not.toContain('contradicted');
  });
});

test('a family name that somebody else has is somebody else', () => {
  const named = (familyName?: string) =>
    embeddedClaimEngine
      .check({ text: 'Haddad closed 45 issues in Atlas in March 2026.', subject: { ...subject, familyName }, cycle, evidence })
      .map(({ verdict, claim }) => [verdict, claim.actor.kind]);

  expect(named('Haddad')).toEqual([['contradicted', 'subject']]);
  expect(named()).toEqual([['unsupported', 'other']]);
});

test('work of somebody else that nobody is said to have done bears nothing out, and refutes nothing', () => {
  expect(verdictsOf('ATL-150 was closed on 9 March 2026.')).toEqual(['partly']);
  expect(verdictsOf('Her issue ATL-150 was closed on 9 March 2026.')).toEqual(['contradicted']);
});
