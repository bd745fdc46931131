import { expect, test } from '@jest/globals';
import { minuteIn } from './minute.js';

test.each([
  ['2026-01-15T09:30:59Z', 'Europe/Amsterdam', '2026-01-15 10:30'],
  ['2026-07-15T23:30:00Z', 'Europe/Amsterdam', '2026-07-16 01:30'],
  ['2026-07-15T23:30:00Z', 'Asia/Kolkata', '2026-07-16 05:00'],
  ['2026-01-01T00:05:00Z', 'UTC', '2026-01-01 00:05'],
])('%s in %s is %s', (instant, timeZone, text) => {
  expect(minuteIn(timeZone, new Date(instant))).toBe(text);
});

test.each([
  ['the first time autumn gives the hour', '2026-10-25T00:30:00Z', 'Europe/Amsterdam', '2026-10-25 01:30'],
  ['the second time autumn gives the hour', '2026-10-25T01:30:00Z', 'Europe/Amsterdam', '2026-10-25 02:30'],
  ['a shift of half an hour', '2026-04-04T14:45:00Z', 'Australia/Lord_Howe', '2026-04-05 00:45'],
])('%s is never read as a later one', (_case, instant, timeZone, text) => {
  expect(minuteIn(timeZone, new Date(instant))).toBe(text);
});
