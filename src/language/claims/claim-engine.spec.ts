import { describe, expect, test } from '@jest/globals';
import { anEvidenceItem, atlasWork, aWorkItem } from '../../../test/builders/evidence-item.js';
import { embeddedClaimEngine } from './claim-engine.js';
import { EvidenceOutOfScopeError } from './evidence.js';
import { retrieve } from './retrieve.js';

const cycle = { id: '2026-H1', period: { from: '2026-01-01', to: '2026-06-30' } };
const work = atlasWork();
const check = (text: string, names: readonly string[] = ['Noor'], evidence = work) =>
  embeddedClaimEngine.check({ text, subject: { personId: 'p-1', names }, cycle, evidence });

describe('the embedded claim engine', () => {
  test('says in words what the review says and what the evidence shows', () => {
    const [verdict] = check('Noor closed 23 issues in the Atlas project between February and April 2026.');

    expect(verdict?.verdict).toBe('contradicted');
    expect(verdict?.reason).toBe('the review says 23 issues; the evidence shows 14 in Atlas between 1 Feb and 30 Apr 2026');
    expect(verdict?.evidence).toHaveLength(14);
    expect(verdict?.evidence[0]).toEqual({ id: 'ATL-101', version: 1 });
    expect(verdict?.checks.map(({ about, outcome }) => `${about} ${outcome}`)).toEqual(['number mismatch', 'date match', 'actor match']);
  });

  test('gives each sentence of a review its own verdict, at its place in the text', () => {
    const text = 'Noor is a joy to work with. In March 2026 Noor closed 3 issues in Borealis and organised the supplier fair.';

    const verdicts = check(text);

    expect(verdicts.map(({ verdict, claim }) => [verdict, text.slice(claim.start, claim.end)])).toEqual([
      ['opinion', 'Noor is a joy to work with.'],
      ['supported', 'In March 2026 Noor closed 3 issues in Borealis'],
      ['unsupported', 'organised the supplier fair.'],
    ]);
  });

  test('lets a clause share the period and project of its sentence', () => {
    const verdicts = check('In the Borealis project, Noor reviewed the designs and closed 3 issues in March 2026.');

    expect(verdicts.at(-1)?.verdict).toBe('supported');
  });

  test.each([
    ['another person', { subjectPersonId: 'p-2' }],
    ['another cycle', { cycleId: '2025-H2' }],
  ])('refuses evidence of %s', (_reason, stranger) => {
    const evidence = [...work, anEvidenceItem(stranger)];

    expect(() => check('Noor wrote the release notes.', ['Noor'], evidence)).toThrow(EvidenceOutOfScopeError);
    expect(() => retrieve('release notes', evidence, { subjectPersonId: 'p-1', cycleId: '2026-H1' })).toThrow(EvidenceOutOfScopeError);
  });

  test('calls nothing a contradiction where what was read does not reach', () => {
    const coverage = [{ kind: 'work-item' as const, period: { from: '2026-03-01', to: '2026-06-30' } }];
    const text = 'Noor closed 23 issues in the Atlas project between February and April 2026.';

    const [verdict] = embeddedClaimEngine.check({ text, subject: { personId: 'p-1', names: ['Noor'] }, cycle, evidence: work, coverage });

    expect(verdict?.verdict).toBe('partly');
  });

  test('contradicts a count of nothing once the period is declared to be read', () => {
    const coverage = [{ kind: 'work-item' as const, period: { from: '2026-01-01', to: '2026-06-30' } }];
    const text = 'Noor closed 4 issues in the Cygnus project in April 2026.';
    const input = { text, subject: { personId: 'p-1', names: ['Noor'] }, cycle, evidence: work };

    expect(embeddedClaimEngine.check(input)[0]?.verdict).toBe('unsupported');
    expect(embeddedClaimEngine.check({ ...input, coverage })[0]?.verdict).toBe('contradicted');
  });

  test('does not call a claim supported when a record that would count has no date', () => {
    const evidence = [...work, aWorkItem({ issueKey: 'ATL-200' })];

    expect(check('Noor closed 15 issues in the Atlas project between February and April 2026.', ['Noor'], evidence)[0]?.verdict).toBe(
      'partly',
    );
  });

  test('finds the nearest five, best first, and the same ones every time', () => {
    const evidence = Array.from({ length: 9 }, (_, index) =>
      anEvidenceItem({ id: `f-${index}`, text: `Billing migration step ${index} ${'and more '.repeat(index)}` }),
    );
    const scope = { subjectPersonId: 'p-1', cycleId: '2026-H1' };

    const found = retrieve('billing migration', evidence, scope);

    expect(found).toHaveLength(5);
    expect(found).toEqual(retrieve('billing migration', [...evidence].reverse(), scope));
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((left, right) => right - left));
  });
});

describe('whoever it is about', () => {
  const review = (name: string, pronoun: string, possessive: string) =>
    [
      `${name} had an excellent half-year.`,
      `${name} closed 14 issues in the Atlas project between February and April 2026.`,
      `In May 2026, ${pronoun} closed 9 issues in Atlas.`,
      `The Atlas migration was led by ${name}, and ${pronoun} organised the supplier fair in March 2026.`,
      `${name}'s work on ATL-101 was finished on 2 February 2026.`,
      `I would like ${name} to speak up more; ${possessive} estimates were late.`,
    ].join(' ');
  const reading = (name: string, pronoun: string, possessive: string) =>
    check(review(name, pronoun, possessive), [name]).map(({ claim, ...rest }) => ({ ...rest, type: claim.type, actor: claim.actor.kind }));

  test.each([
    ['Emma', 'she', 'her'],
    ['Mohammed', 'he', 'his'],
    ['Kim', 'they', 'their'],
    ['April', 'she', 'her'],
    ['Will', 'he', 'his'],
    ['Mark Summers', 'he', 'his'],
    ['J. R. de la Cruz-Ng', 'they', 'their'],
    ['Null', 'she', 'her'],
    ['Łukasz', 'he', 'his'],
    ['李娜', 'she', 'her'],
    ["O'Brien", 'he', 'his'],
    ['Best', 'she', 'her'],
    ['Grace', 'she', 'her'],
    ['A+B (C)', 'they', 'their'],
  ])('reads the same of %s', (name, pronoun, possessive) => {
    expect(reading(name, pronoun, possessive)).toEqual(reading('Emma', 'she', 'her'));
  });
});

describe('hostile text', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \n\t\u00a0\n '],
    ['marks alone', '!!! ... ??? ;;; --- """ (((('],
    ['emoji and right-to-left marks', '🎉🎉 \u202e closed 👩‍💻 \u200f14 issues \u0000'],
    ['a lone surrogate', '\ud800 closed 14 issues'],
    ['private-use characters', '\u{e000}\u{e001} closed 14 issues "\u{e000}"'],
    ['digits without end', '9'.repeat(5_000)],
    ['regular expressions', '(.*)+ [a-z]{3} \\1 $& ${x}'],
  ])('survives %s', (_reason, text) => {
    const verdicts = check(text);

    for (const { claim } of verdicts) expect(text.slice(claim.start, claim.end)).toBe(claim.text);
  });

  test.each([
    ['one word', 'x'.repeat(100_000)],
    ['one sentence', 'closed issues and '.repeat(5_600)],
    ['many sentences', 'Noor closed 14 issues in Atlas in March 2026. '.repeat(2_200)],
    ['quotes', '"'.repeat(100_000)],
    ['commas and verbs', 'led, '.repeat(20_000)],
    ['capitals', 'Aa Bb '.repeat(17_000)],
    ['number words', 'one hundred and '.repeat(6_300)],
    ['months', 'between March and '.repeat(5_500)],
    ['white space', `closed${' '.repeat(100_000)}14 issues`],
    ['dots', '. '.repeat(50_000)],
  ])('reads 100 000 characters of %s without blowing up', (_reason, text) => {
    const before = process.cpuUsage();

    check(text);

    // Of this process, however many others want the machine: what is linear takes a second or two, what is quadratic minutes.
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(30);
  });
});
