import { describe, expect, test } from '@jest/globals';
import { redact } from './redact.js';

test.each([
  ['ask ada.okafor@example.com', 'ask [e-mail]'],
  ['call +44 20 7946 0958 today', 'call [number] today'],
  ['see https://example.com/x?y=1', 'see [link]'],
  ["Ada's plan, and ada okafor again", "[name]'s plan, and [name] again"],
  ['Okafor said so', '[name] said so'],
  ['the adamant answer', 'the adamant answer'],
  ['in 2026 we closed 14 issues', 'in 2026 we closed 14 issues'],
  ['Okafor, Ada and okafor  ada', '[name] and [name]'],
])('%s', (text, masked) => {
  expect(redact(text, ['Ada Okafor'])).toBe(masked);
});

describe('a name that is an everyday word', () => {
  const roster = ['Will Turner', 'Mark Abara', 'Mary Grace Okafor', 'May Lindqvist'];

  test.each([
    ['written small is the word', 'we will mark this with grace, as you may', 'we will mark this with grace, as you may'],
    ['with a capital within a sentence is a name', 'we asked Will and Grace', 'we asked [name] and [name]'],
    ['with a capital at the start may be a name', 'May I ask? Will it end?', '[name] I ask? [name] it end?'],
    ['in capitals may be a name', 'MARK said no', '[name] said no'],
    ['written small is a name beside the rest of it', 'ask will turner or grace okafor', 'ask [name] or [name]'],
    ['written small is a name after the rest of it', 'turner, will: absent', '[name]: absent'],
    ["written small beside another's name is the word", 'lindqvist will see', '[name] will see'],
    ['in the possessive with a capital is a name', "it is Mark's job", "it is [name]'s job"],
  ])('%s', (_reason, text, masked) => {
    expect(redact(text, roster)).toBe(masked);
  });
});

test('a name that is no word is masked however it is written', () => {
  expect(redact('abara, ABARA and Abara', ['Mark Abara'])).toBe('[name], [name] and [name]');
});
