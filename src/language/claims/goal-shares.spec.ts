import { describe, expect, test } from '@jest/globals';
import { cycle, subject, verdictsOf } from '../../../test/builders/a-review-of-noor.js';
import { anEvidenceItem, threeGoals } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';

describe.each([
  [
    'a share of the goals',
    [
      'Noor met 3 of 3 goals.',
      'Noor achieved 3 out of 3 goals.',
      'She completed all 3 of her goals.',
      'Noor met none of her goals.',
      'None of her goals was reached.',
      'She reached not a single goal.',
      'Noor met all of her goals.',
      'Noor achieved every one of her goals.',
      'All of her goals were met.',
      'She completed all her goals this cycle.',
      'Noor reached all of her objectives.',
      'She has reached 3 of her 3 goals.',
      'Noor accomplished all three of her goals.',
      'Not one of her goals was met.',
      'Noor achieved none of her objectives this cycle.',
      'Every one of her goals was achieved.',
      'Noor reached each of her goals.',
    ],
    [
      'Noor met 2 of 3 goals.',
      'Noor met 2 of her 3 goals.',
      'Noor met 2 of the 2 goals that were due.',
      'Noor met 3 of 3 goals of the onboarding plan.',
      'None of her goals was dropped.',
      'None of her goals was reached before April 2026.',
      'None of her goals was reached without help.',
      'None of her goals were completed by Priya.',
      'Noor met none of her goals late.',
      'Noor did not meet all of her goals.',
      'Not all of her goals were met.',
      'Noor met all but one of her goals.',
      'Noor met nearly all of her goals.',
      'Noor met all of her goals except the documentation.',
      'Noor met all of her goals; the documentation is still open.',
      'Noor met all of her goals, apart from the documentation.',
      'Priya did well. She met all of her goals.',
      'Noor met all of her goals for April.',
      'Noor met all of her goals that were due by May 2026.',
      'Noor met all of her learning goals.',
      'Noor met half of her goals on time.',
      'Noor met more than half of her goals.',
      'Noor met most of her goals.',
      'Noor met two thirds of her goals.',
      'Noor met half of her goals in Q2 2026.',
      'Noor wants to meet all of her goals.',
      'Noor met all of her goals last year.',
      'The team met all of its goals.',
      'Priya met all of her goals.',
      'Noor helped Priya meet all of her goals.',
      'Noor met 2 of her goals.',
      'Noor met 1 of her goals in April 2026.',
      'Noor met two of three goals.',
      'Noor met all of the goals we set in January.',
      'Noor met all of her other goals.',
      'Noor met all of her smaller goals.',
      'Noor is close to meeting all of her goals.',
      'Noor did well on all of her goals.',
      'Noor worked on all of her goals.',
      'Noor documented all of her goals.',
      'Noor met all her goals but the documentation.',
      'By June Noor will have met all of her goals.',
      'With a bit of luck Noor would have met all of her goals.',
      'None of her goals had been reached by the end of March 2026.',
      'None of her goals was completed early.',
      'Half of her goals were completed in Q2 2026.',
      'Noor met half of her goals with help.',
      'Every goal that was due in April 2026 was met.',
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

describe('half of the goals, or most', () => {
  const goalsOf = (reached: number, missed: number, open = 0) =>
    [...Array<number>(reached).fill(0), ...Array<number>(missed).fill(1), ...Array<number>(open).fill(2)].map((how, at) =>
      anEvidenceItem({
        id: `g-${at}`,
        kind: 'goal',
        text: `Goal ${at}`,
        facts:
          how === 0 ? { status: 'done', completedOn: '2026-03-03' } : { status: 'open', dueOn: how === 1 ? '2026-05-31' : '2026-12-31' },
      }),
    );
  const said = (text: string, goals: ReturnType<typeof goalsOf>) =>
    embeddedClaimEngine.check({ text, subject, cycle, evidence: goals, writtenOn: '2026-06-20' }).map(({ verdict }) => verdict);

  test.each([
    ['half of her goals', 2, 2, 0, 'supported'],
    ['half of her goals', 4, 0, 0, 'contradicted'],
    ['half of her goals', 0, 3, 0, 'contradicted'],
    ['half of her goals', 5, 3, 0, 'supported'],
    ['half of her goals', 4, 1, 3, 'partly'],
    ['most of her goals', 3, 1, 0, 'supported'],
    ['most of her goals', 1, 3, 0, 'contradicted'],
    ['most of her goals', 1, 3, 3, 'partly'],
    ['all of her goals', 4, 0, 0, 'supported'],
    ['all of her goals', 3, 0, 1, 'partly'],
    ['none of her goals', 0, 3, 0, 'supported'],
  ])('"met %s" with %d reached, %d missed and %d not due yet: %s', (share, reached, missed, open, verdict) => {
    expect(said(`Noor met ${share}.`, goalsOf(reached, missed, open))).toEqual([verdict]);
  });
});

describe('what came after it was written', () => {
  test.each([
    ['Noor met all of her goals.', '2026-06-20'], // the last one was not due yet
    ['Noor met none of her goals.', '2026-04-10'],
    ['Noor met most of her goals.', '2026-04-10'],
  ])('refutes nothing: %s', (sentence, writtenOn) => {
    expect(verdictsOf(sentence, writtenOn)).toEqual(['partly']);
  });

  test.each(['cancelled', 'closed'])('nor does a goal that is %s', (status) => {
    const given = anEvidenceItem({
      id: 'g-9',
      kind: 'goal',
      text: 'Open a shop',
      facts: { status, dueOn: '2026-03-31', percentComplete: 20 },
    });
    const reached = threeGoals().filter(({ facts }) => facts?.status === 'done');

    const found = embeddedClaimEngine.check({ text: 'Noor met all of her goals.', subject, cycle, evidence: [...reached, given] });

    expect(found.map(({ verdict }) => verdict)).toEqual(['partly']);
  });
});
