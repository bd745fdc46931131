import { describe, expect, test } from '@jest/globals';
import { aWorkItem } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';
import type { EvidenceItem } from './evidence.js';

const FIRST_HALF = { from: '2026-01-01', to: '2026-06-30' };
const subject = { personId: 'p-1', names: ['Noor Haddad', 'Noor'] };
const check = (text: string, evidence: readonly EvidenceItem[]) => {
  const [first] = embeddedClaimEngine.check({ text, subject, cycle: { id: '2026-H1', period: FIRST_HALF }, evidence });
  return `${first?.verdict ?? 'nothing'}: ${first?.reason ?? ''}`;
};
const checkWithoutDays = (text: string, evidence: readonly EvidenceItem[]) => {
  const [first] = embeddedClaimEngine.check({ text, subject, cycle: { id: '2026-H1' }, evidence });
  return `${first?.verdict ?? 'nothing'}: ${first?.reason ?? ''}`;
};
const resolvedIn = (month: string, count: number, points: Partial<Record<'storyPoints', number>> = {}) =>
  Array.from({ length: count }, (_none, at) => aWorkItem({ issueKey: `ATL-${month}${at + 1}`, resolvedOn: `2026-${month}-10`, ...points }));

describe('a count of the cycle', () => {
  const work = [...resolvedIn('03', 4), ...resolvedIn('08', 5)];

  test('is of what was finished before it closed, and what came after refutes nobody', () => {
    expect(check('Noor closed 4 issues in the Atlas project.', work)).toMatch(/^supported: .*the evidence shows 4 in Atlas in the cycle/);
  });

  test('is not borne out by what was finished after it closed, nor refuted where that accounts for it', () => {
    expect(check('Noor closed 9 issues in the Atlas project.', work)).toMatch(
      /^partly: .*shows 4 in Atlas in the cycle; 5 more were finished after/,
    );
    expect(check('Noor closed 12 issues in the Atlas project.', work)).toMatch(/^contradicted: .*shows 4 in Atlas in the cycle/);
  });
});

describe('a count of a cycle whose days nobody knows', () => {
  const work = resolvedIn('03', 4);

  test('neither refutes nor bears out a number of which there is enough', () => {
    for (const count of [2, 4])
      expect(checkWithoutDays(`Noor closed ${count} issues in the Atlas project.`, work)).toMatch(
        /^partly: .*shows 4 in Atlas at any time; the days of the cycle are not known/,
      );
  });

  test('refutes what there never was, and holds to a period that is stated', () => {
    expect(checkWithoutDays('Noor closed 6 issues in the Atlas project.', work)).toMatch(/^contradicted: .*shows 4 in Atlas at any time/);
    expect(checkWithoutDays('Noor closed 4 issues in the Atlas project in March 2026.', work)).toMatch(/^supported/);
  });
});

describe('a count of points', () => {
  test('is not refuted by records that carry none: they do not say that it was none', () => {
    expect(check('Noor closed 20 story points in the Atlas project.', resolvedIn('03', 4))).toMatch(
      /^unsupported: .*do not say how many points each is worth/,
    );
  });

  test('larger than the sum is not refuted while some carry none', () => {
    const work = [...resolvedIn('03', 4, { storyPoints: 3 }), ...resolvedIn('04', 2)];

    expect(check('Noor closed 20 story points in the Atlas project.', work)).toMatch(
      /^partly: .*shows 12 .*2 of these records carry no points/,
    );
    expect(check('Noor closed 8 story points in the Atlas project.', work)).toMatch(/^contradicted/);
  });
});
