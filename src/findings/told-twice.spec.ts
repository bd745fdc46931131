import { describe, expect, test } from '@jest/globals';
import type { Held } from '../records/records.js';
import { toldTwice } from './told-twice.js';

const about = { version: 1, personId: null, cycleId: null, day: '2026-03-10' };
const response = (key: string, fields: Partial<Held<'response'>['record']> = {}): Held<'response'> => ({
  ...about,
  id: key,
  rawKey: key,
  record: { surveyKey: 's', respondent: null, answeredOn: null, answers: { q1: 4 }, attributes: { team: 'Sales' }, ...fields },
});
const comment = (key: string, text: string): Held<'comment'> => ({
  ...about,
  id: `c${key}`,
  rawKey: key,
  record: { surveyKey: 's', responseKey: key, questionId: 'change', text },
});
const numbers = Array.from({ length: 8 }, (_none, at) => at);
/** Eight answers that no other number gives. */
const answersOf = (number: number) => Object.fromEntries(numbers.map((at) => [`q${at}`, 1 + (Math.floor(number / 2 ** at) % 2)]));
const all = (prefix: string, count = 12) =>
  Array.from({ length: count }, (_none, at) => response(`${prefix}${at}`, { answers: answersOf(at) }));

describe('answers that came in', () => {
  test('once are told once', () => {
    expect(toldTwice(all('R'), [])).toBeUndefined();
  });

  test('twice under other keys are noticed by what they say', () => {
    expect(toldTwice([...all('R'), ...all('X')], [])).toEqual({ again: 12, of: 24 });
    expect(toldTwice([...all('R'), ...all('X', 5)], [])).toEqual({ again: 5, of: 17 });
  });

  test('twice are noticed by what was written, where there are few answers', () => {
    const texts = ['Fewer meetings on Mondays, please.', 'The new rota works very well for me.', 'I would like to learn more from others.'];
    const written = ['R', 'X'].flatMap((prefix) => texts.map((text, at) => comment(`${prefix}${at}`, text)));

    expect(
      toldTwice(
        written.map(({ rawKey }) => response(rawKey)),
        written,
      ),
    ).toEqual({ again: 3, of: 6 });
  });

  test('alike are no wonder where they say little, or now and then', () => {
    const few = Array.from({ length: 40 }, (_none, at) => response(`R${at}`));

    expect(
      toldTwice(
        few,
        few.map(({ rawKey }) => comment(rawKey, 'Nothing.')),
      ),
    ).toBeUndefined();
    expect(toldTwice([...all('R', 20), ...all('X', 5)], [])).toBeUndefined();
  });

  test('from somebody who is known are theirs, whatever others say', () => {
    const named = [...all('R'), ...all('X')].map((one) => ({
      ...one,
      record: { ...one.record, respondent: { kind: 'survey.participant', value: one.rawKey } },
    }));

    expect(toldTwice(named, [])).toBeUndefined();
  });
});
