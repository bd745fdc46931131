import { describe, expect, test } from '@jest/globals';
import { shareInShort } from '../statistics/banded.js';
import { BLANK } from './decisions.js';
import { type GateRequest, release } from './gate.js';
import type { GateRespondent } from './released.js';
import { effectiveThresholds } from './thresholds.js';

const survey = {
  key: 's',
  label: 'Pulse',
  items: [{ id: 'q1', question: 'q1', text: 'I would recommend it', favourable: [4, 5], scale: { min: 1, max: 5 } }],
};
const theme = { id: 'pay', label: 'Pay' };

/** People numbered from a start, in a group of a field; answers alternate, so that nobody is unanimous by accident. */
const people = (count: number, attributes: Record<string, string>, fields: Partial<GateRespondent> = {}, from = 0): GateRespondent[] =>
  Array.from({ length: count }, (_nothing, at) => ({
    id: `${JSON.stringify(attributes)}-${from + at}`,
    attributes,
    answers: { q1: (at % 2) + 3 },
    themes: [],
    ...fields,
  }));

const request = (respondents: readonly GateRespondent[], fields: Partial<GateRequest> = {}): GateRequest => ({
  survey,
  respondents,
  field: 'team',
  thresholds: { kScores: 5, kComments: 10 },
  policyVersion: 1,
  takenAt: '2026-06-01',
  published: [],
  elsewhere: [],
  ...fields,
});

const visibilities = (one: ReturnType<typeof release>['release']) =>
  Object.fromEntries(one.groups.map(({ name, visibility }) => [name, visibility]));

describe('a one-way table', () => {
  test('hides the small team and the sibling that would give it away, under one label and without a number', () => {
    const { release: released } = release(request([...people(3, { team: 'a' }), ...people(6, { team: 'b' }), ...people(9, { team: 'c' })]));

    expect(visibilities(released)).toEqual({ a: 'withheld', b: 'withheld', c: 'shown' });
    expect(released.groups.slice(0, 2)).toEqual([
      { name: 'a', visibility: 'withheld' },
      { name: 'b', visibility: 'withheld' },
    ]);
  });

  test('takes those who left the field empty for a group like the others', () => {
    const { release: released } = release(request([...people(3, {}), ...people(6, { team: 'b' }), ...people(9, { team: 'c' })]));

    expect(visibilities(released)).toEqual({ [BLANK]: 'withheld', b: 'withheld', c: 'shown' });
  });

  test('shows nothing of a survey with too few respondents', () => {
    const { release: released, published } = release(request(people(4, { team: 'a' })));

    expect(released.everybody).toEqual({ name: 'everybody', visibility: 'withheld' });
    expect(visibilities(released)).toEqual({ a: 'withheld' });
    expect(published).toEqual([]);
  });

  test('hides a question few of a group answered, and for that question its sibling too', () => {
    const skipped = people(4, { team: 'a' }, { answers: {} }, 100);
    const { release: released } = release(request([...people(4, { team: 'a' }), ...skipped, ...people(8, { team: 'b' })]));

    expect(visibilities(released)).toEqual({ a: 'shown', b: 'shown' });
    expect(released.groups.map(({ items }) => items?.[0]?.visibility)).toEqual(['withheld', 'withheld']);
    expect(released.everybody.items?.[0]).toMatchObject({ visibility: 'shown', answers: 12 });
  });

  test('does not let a unanimous group be read as every single answer', () => {
    const { release: released } = release(request([...people(12, { team: 'a' }, { answers: { q1: 5 } }), ...people(12, { team: 'b' })]));

    expect(released.groups[0]?.items?.[0]).toEqual({
      id: 'q1',
      text: 'I would recommend it',
      scale: { min: 1, max: 5 },
      visibility: 'shown',
      answers: 12,
      favourable: { value: 1, step: 0.2 },
      unfavourable: { value: 0, step: 0.2 },
      mean: { value: 5, step: 0.8 },
      distribution: { shares: { '1': 0, '2': 0, '3': 0, '4': 0, '5': 1 }, step: 0.2 },
    });
    expect(shareInShort(released.groups[0]?.items?.[0]?.favourable ?? { value: 0, step: 1 })).toBe('≥ 90 %');
  });

  test('shows of a group of one mind what it shows of one where a single person thinks otherwise', () => {
    const group = (lone: number) => [
      ...people(11, { team: 'a' }, { answers: { q1: 5 } }),
      ...people(1, { team: 'a' }, { answers: { q1: lone } }, 50),
    ];
    const shownOf = (lone: number) => release(request([...group(lone), ...people(12, { team: 'b' })])).release.groups[0];

    expect([1, 2, 3, 4].map(shownOf)).toEqual([1, 2, 3, 4].map(() => shownOf(5)));
  });

  test('shows the same figures of a group whatever it answered', () => {
    const kinds = (answer: number) => {
      const { release: released } = release(
        request([...people(7, { team: 'a' }, { answers: { q1: answer } }), ...people(30, { team: 'b' })]),
      );
      return released.groups.map(({ items }) => items?.map((item) => Object.keys(item)));
    };

    expect([1, 2, 3, 4].map(kinds)).toEqual([1, 2, 3, 4].map(() => kinds(5)));
  });

  test('gives a distribution only to groups of twice the threshold', () => {
    const { release: released } = release(
      request([...people(9, { team: 'a' }), ...people(10, { team: 'b' }), ...people(12, { team: 'c' })]),
    );

    expect(released.groups.map(({ items }) => items?.[0]?.distribution)).toEqual([
      undefined,
      undefined,
      { shares: { '1': 0, '2': 0, '3': 0.6, '4': 0.4, '5': 0 }, step: 0.2 },
    ]);
  });

  test('keeps the distribution of a large group that would give the small one away, and shows its score', () => {
    const { release: released } = release(request([...people(9, { team: 'a' }), ...people(10, { team: 'b' })]));

    expect(released.groups.map(({ items }) => items?.[0]?.distribution)).toEqual([undefined, undefined]);
    expect(released.groups.map(({ items }) => items?.[0]?.visibility)).toEqual(['shown', 'shown']);
  });
});

describe('text', () => {
  test('shows nothing textual of a group below the comment threshold, whatever it wrote', () => {
    const wrote = { themes: [theme] };
    const { release: released } = release(
      request([...people(9, { team: 'a' }, wrote), ...people(12, { team: 'b' }, wrote), ...people(12, { team: 'c' }, wrote)]),
    );

    expect(released.groups.map(({ themes }) => themes)).toEqual([undefined, undefined, [{ ...theme, commenters: 12 }]]);
    expect(released.everybody.themes).toEqual([{ ...theme, commenters: 33 }]);
  });

  test('counts the respondents of a group and not its commenters', () => {
    const { release: released } = release(
      request([...people(3, { team: 'a' }, { themes: [theme] }), ...people(9, { team: 'a' }, {}, 50), ...people(12, { team: 'b' })]),
    );

    expect(released.groups[0]?.themes).toEqual([]); // its text may show, but a theme of three may not
  });
});

describe('what was let out before', () => {
  const sales = people(10, { team: 'sales', tenure: 'over a year' });
  const joiners = people(2, { team: 'sales', tenure: 'new' }, {}, 100);
  const others = people(20, { team: 'other', tenure: 'over a year' });
  const everyone = [...sales, ...joiners, ...others];

  test('keeps a second table from being subtracted from the first', () => {
    const first = release(request(everyone));
    const second = release(request(everyone, { field: 'tenure', published: first.published }));

    expect(visibilities(first.release)).toEqual({ sales: 'shown', other: 'shown' });
    expect(visibilities(second.release)).toEqual({ new: 'withheld', 'over a year': 'withheld' });
  });

  test('hides the larger group when the smaller one inside it was let out first', () => {
    const first = ['respondents', 'item:q1'].map((measure) => ({
      measure,
      members: new Set(sales.map(({ id }) => id)),
      table: 'an earlier one',
      bounds: {},
    }));
    const { release: released } = release(request(everyone, { published: first }));

    expect(released.everybody.visibility).toBe('shown');
    expect(visibilities(released)).toEqual({ sales: 'withheld', other: 'withheld' });
  });

  test('shows the same table again as it was', () => {
    const first = release(request(everyone));
    const again = release(request(everyone, { published: first.published }));

    expect(again.release).toEqual(first.release);
    expect(again.published).toEqual([]);
  });

  test('does not show a group again that two late answers joined', () => {
    const before = people(8, { team: 'a' });
    const rest = people(12, { team: 'b' });
    const first = release(request([...before, ...rest]));
    const late = release(request([...before, ...rest, ...people(2, { team: 'a' }, {}, 100)], { published: first.published }));

    expect(late.release.everybody.visibility).toBe('withheld');
  });

  test('hides within the department it lies in, not just anywhere', () => {
    const staff = [
      ...people(3, { department: 'support', team: 'knowledge' }),
      ...people(7, { department: 'support', team: 'desk' }),
      ...people(9, { department: 'support', team: 'calls' }),
      ...people(5, { department: 'sales', team: 'field' }),
      ...people(9, { department: 'sales', team: 'online' }),
    ];
    const departments = release(request(staff, { field: 'department' }));
    const teams = release(request(staff, { published: departments.published }));

    expect(visibilities(teams.release)).toEqual({
      knowledge: 'withheld',
      desk: 'withheld',
      calls: 'shown',
      field: 'shown',
      online: 'shown',
    });
  });

  test('decides without looking at answers', () => {
    const opposite = everyone.map((one) => ({ ...one, answers: { q1: 1 } }));

    expect(visibilities(release(request(opposite)).release)).toEqual(visibilities(release(request(everyone)).release));
  });
});

test('groups of five to seven disappear when the threshold is raised to eight', () => {
  const everyone = [...people(6, { team: 'a' }), ...people(7, { team: 'b' }), ...people(20, { team: 'c' })];
  const before = release(request(everyone));
  const after = release(request(everyone, { thresholds: { kScores: 8, kComments: 10 }, published: before.published }));

  expect(visibilities(before.release)).toEqual({ a: 'shown', b: 'shown', c: 'shown' });
  expect(visibilities(after.release)).toEqual({ a: 'withheld', b: 'withheld', c: 'shown' });
});

describe('thresholds', () => {
  test('the strictest wins', () => {
    expect(effectiveThresholds({ kScores: 5, kComments: 10 }, 7, null)).toEqual({ kScores: 7, kComments: 10 });
    expect(effectiveThresholds({ kScores: 8, kComments: 10 }, null, { kScores: 5, kComments: 10 })).toEqual({ kScores: 8, kComments: 10 });
  });

  test('a launched survey keeps what it promised when the policy is loosened', () => {
    expect(effectiveThresholds({ kScores: 3, kComments: 5 }, null, { kScores: 5, kComments: 10 })).toEqual({ kScores: 5, kComments: 10 });
  });
});
