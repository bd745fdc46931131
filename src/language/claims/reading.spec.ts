import { describe, expect, test } from '@jest/globals';
import { extractDates, yearWithin } from './dates.js';
import { extractClaims } from './extract.js';
import { agrees, extractNumbers } from './numbers.js';
import { type Span, splitClauses, splitSentences } from './sentences.js';

const textsOf = (spans: readonly Span[]) => spans.map(({ text }) => text);

describe('splitSentences', () => {
  test.each([
    [
      'abbreviations',
      'Worked with Dr. Lee, e.g. on audits, etc. and more. Then left.',
      ['Worked with Dr. Lee, e.g. on audits, etc. and more.', 'Then left.'],
    ],
    ['decimals and versions', 'Shipped v2.1 with 3.5 % fewer errors. It held.', ['Shipped v2.1 with 3.5 % fewer errors.', 'It held.']],
    ['dates', 'Done by Mar. 12 and on 2026-03-12. Next came tests.', ['Done by Mar. 12 and on 2026-03-12.', 'Next came tests.']],
    ['initials', 'J. R. Abel helped. Good.', ['J. R. Abel helped.', 'Good.']],
    ['lists', '- Closed 4 issues\n- Led the audit\n\n2) Wrote docs', ['Closed 4 issues', 'Led the audit', 'Wrote docs']],
    ['other scripts', '出荷した。テストした。', ['出荷した。', 'テストした。']],
    ['marks in a row', 'Really?! Yes... it was.', ['Really?!', 'Yes... it was.']],
  ])('keeps %s apart', (_reason, text, expected) => {
    expect(textsOf(splitSentences(text))).toEqual(expected);
  });

  test('gives positions that lead back to the text', () => {
    const text = '  Closed 4 issues. \n\n • Led the audit! ';

    expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Closed 4 issues.', 'Led the audit!']);
  });
});

describe('splitClauses', () => {
  test.each([
    ['Closed 14 issues and led the audit.', ['Closed 14 issues', 'led the audit.']],
    ['She closed 14 issues between February and April 2026.', ['She closed 14 issues between February and April 2026.']],
    ['Wrote unit and automated tests.', ['Wrote unit and automated tests.']],
    ['He closed 4 issues, mentored two juniors; she is kind', ['He closed 4 issues', 'mentored two juniors', 'she is kind']],
    ['LED-73, the lamp, was fixed on 3 March 2026.', ['LED-73, the lamp, was fixed on 3 March 2026.']],
  ])('%s', (text, expected) => {
    const [sentence] = splitSentences(text);

    expect(sentence && textsOf(splitClauses(sentence))).toEqual(expected);
  });
});

describe('extractDates', () => {
  const inCycle = yearWithin({ from: '2025-07-01', to: '2026-06-30' });

  test.each([
    ['on 12 March 2026', '2026-03-12', '2026-03-12'],
    ['on March 12th, 2026', '2026-03-12', '2026-03-12'],
    ['on 12 Mar 2026', '2026-03-12', '2026-03-12'],
    ['on 2026-03-12', '2026-03-12', '2026-03-12'],
    ['in 2026-03', '2026-03-01', '2026-03-31'],
    ['in March 2026', '2026-03-01', '2026-03-31'],
    ['in Q1 2026', '2026-01-01', '2026-03-31'],
    ['in 2026 Q4', '2026-10-01', '2026-12-31'],
    ['in the first quarter of 2026', '2026-01-01', '2026-03-31'],
    ['in H1 2026', '2026-01-01', '2026-06-30'],
    ['in the second half of 2025', '2025-07-01', '2025-12-31'],
    ['between February and April 2026', '2026-02-01', '2026-04-30'],
    ['from 1 February to 15 April 2026', '2026-02-01', '2026-04-15'],
    ['from November to February 2026', '2025-11-01', '2026-02-28'],
    ['between December 2025 and February 2026', '2025-12-01', '2026-02-28'],
    ['in March and April 2026', '2026-03-01', '2026-04-30'],
    ['February–April 2026', '2026-02-01', '2026-04-30'],
    ['12–14 March 2026', '2026-03-12', '2026-03-14'],
    ['during 2026', '2026-01-01', '2026-12-31'],
    ['in February 2024', '2024-02-01', '2024-02-29'],
    ['since March 2026', '2026-03-01', '9999-12-31'],
    ['by 31 March 2026', '0001-01-01', '2026-03-31'],
    ['before March 2026', '0001-01-01', '2026-02-28'],
    ['after March 2026', '2026-04-01', '9999-12-31'],
    ['on 25/03/2026', '2026-03-25', '2026-03-25'],
    ['in October', '2025-10-01', '2025-10-31'],
    ['in Q2', '2026-04-01', '2026-06-30'],
  ])('reads "%s"', (text, from, to) => {
    expect(extractDates(`It was finished ${text}, in the end.`, inCycle).map(({ period }) => period)).toEqual([{ from, to }]);
  });

  test.each([
    ['a day and month that cannot be told apart', 'on 03/04/2026'],
    ['a day that does not exist', 'on 31 February 2026'],
    ['a year that nothing gives', 'in March'],
  ])('leaves %s without a period', (_reason, text) => {
    expect(extractDates(text).map(({ period }) => period)).toEqual([undefined]);
  });

  test.each(['She may lead the march.', 'Room 2026 held 1999 things.', 'May closed it.', 'Version 2026.3.12'])(
    'sees no date in "%s"',
    (text) => {
      expect(extractDates(text, inCycle)).toEqual([]);
    },
  );
});

describe('extractNumbers', () => {
  test.each([
    ['14 issues', { value: 14, unit: 'count', noun: 'issu' }],
    ['fourteen issues', { value: 14, unit: 'count', noun: 'issu' }],
    ['twenty-three open tickets', { value: 23, unit: 'count', noun: 'issu' }],
    ['two hundred and five users', { value: 205, unit: 'count', noun: 'user' }],
    ['a dozen bugs', { value: 12, unit: 'count', noun: 'bug' }],
    ['1,200 accounts', { value: 1200, unit: 'count', noun: 'account' }],
    ['1 200 accounts', { value: 1200, unit: 'count', noun: 'account' }],
    ['20 %', { value: 20, unit: 'percent' }],
    ['12.5 percent', { value: 12.5, unit: 'percent' }],
    ['5 percentage points', { value: 5, unit: 'percentage-point' }],
    ['$1.2 million', { value: 1_200_000, unit: 'money' }],
    ['€300k', { value: 300_000, unit: 'money' }],
    ['3x', { value: 3, unit: 'times' }],
    ['two weeks', { value: 2, unit: 'duration', noun: 'week' }],
    ['10 to 15 issues', { value: 10, high: 15, unit: 'count' }],
    ['about 40 issues', { value: 40, qualifier: 'about' }],
    ['more than 40 issues', { value: 40, qualifier: 'more-than' }],
    ['40+ issues', { value: 40, qualifier: 'at-least' }],
    ['up to 40 issues', { value: 40, qualifier: 'at-most' }],
    ['nearly forty issues', { value: 40, qualifier: 'nearly' }],
    ['5 issues per month', { value: 5, per: 'month' }],
    ['14 issues in the Atlas project', { value: 14, noun: 'issu' }],
    ['6 critical customer issues closed', { value: 6, noun: 'issu' }],
  ])('reads "%s"', (text, expected) => {
    expect(extractNumbers(`She handled ${text}`)).toEqual([expect.objectContaining(expected)]);
  });

  test.each(['ATL-12', 'v2.1', 'at 10:30', 'the 3rd time', '24/7', 'no one', 'one of the best', '#4711', 'B2B', 'one-on-one'])(
    'sees no number in "%s"',
    (text) => {
      expect(extractNumbers(`It was ${text} there`)).toEqual([]);
    },
  );

  test('keeps both ends of a change apart', () => {
    expect(extractNumbers('raised coverage from 60 % to 80 %').map(({ value }) => value)).toEqual([60, 80]);
  });
});

describe('agrees', () => {
  test.each([
    ['14 issues', 14, true],
    ['14 issues', 15, false],
    ['1,200 accounts', 1190, true],
    ['1,200 accounts', 1180, false],
    ['20 %', 19.6, true],
    ['20 %', 20.7, false],
    ['12.5 %', 12.53, true],
    ['$1.2 million', 1_240_000, true],
    ['about 40 issues', 42, true],
    ['about 40 issues', 46, false],
    ['about 10 issues', 14, false],
    ['nearly 40 issues', 38, true],
    ['nearly 40 issues', 43, false],
    ['over 40 issues', 300, true],
    ['over 40 issues', 30, false],
    ['up to 40 issues', 12, true],
    ['10 to 15 issues', 16, false],
  ])('"%s" and %d: %s', (text, actual, expected) => {
    const [stated] = extractNumbers(`closed ${text}`);

    expect(stated && agrees(stated, actual)).toBe(expected);
  });
});

describe('extractClaims', () => {
  const typesOf = (text: string) => extractClaims(text, { subjectNames: ['Noor'] }).map(({ type, isCheckable }) => [type, isCheckable]);

  test.each([
    ['Noor closed 14 issues.', 'quantitative', true],
    ['Noor attended the audit in March 2026.', 'event', true],
    ['Noor led the billing migration.', 'attribution', true],
    ['Noor closed the most issues in the team.', 'comparison', true],
    ['Noor is the best.', 'comparison', false],
    ['Noor never missed a deadline.', 'frequency', true],
    ['Noor always brings a smile.', 'frequency', false],
    ['The new index led to a calmer queue.', 'causal', true],
    ['Noor is a joy to work with.', 'opinion', false],
    ['Noor should delegate more.', 'plan', false],
    ['Written updates could be shorter and more frequent.', 'opinion', false],
    ['My one wish is to let others finish what Noor starts.', 'opinion', false],
  ])('%s', (text, type, isCheckable) => {
    expect(typesOf(text)).toEqual([[type, isCheckable]]);
  });

  test.each([
    ['Noor led it.', { kind: 'subject' }],
    ['She led it.', { kind: 'subject' }],
    ['In March, they led it.', { kind: 'subject' }],
    ['Led it.', { kind: 'subject' }],
    ['It was led by Noor.', { kind: 'subject' }],
    ['We led it.', { kind: 'team' }],
    ['The whole team delivered it.', { kind: 'team' }],
    ['I led it.', { kind: 'reviewer' }],
    ['Priya Menon led it.', { kind: 'other', name: 'Priya Menon' }],
    ['It was led by Priya.', { kind: 'other', name: 'Priya' }],
    ['It was finished.', { kind: 'unstated' }],
  ])('tells who did it: %s', (text, actor) => {
    expect(extractClaims(text, { subjectNames: ['Noor'] }).map((claim) => claim.actor)).toEqual([actor]);
  });

  test('finds keys, titles, projects and names, and no date among the numbers', () => {
    const [claim] = extractClaims('Noor closed ATL-12 ("Fix 3 lamps") in the Atlas project with Priya in March 2026.', {
      subjectNames: ['Noor'],
      knownProjects: ['Atlas'],
    });

    expect(claim?.entities.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'issue-key ATL-12',
      'title Fix 3 lamps',
      'project Atlas',
      'name Priya',
    ]);
    expect(claim?.numbers).toEqual([]);
    expect(claim?.dates).toHaveLength(1);
  });

  test('takes "I" in a self-review for the person reviewed', () => {
    expect(extractClaims('I led it.', { isByTheSubject: true })[0]?.actor).toEqual({ kind: 'subject' });
  });
});
