import { expect, test } from '@jest/globals';
import { exceptionLines, outboxLines, previewLines } from './message-lines.js';

const write = { connection: 'hr', operation: 'employee.update', entity: 'employee:212', about: 'Noor Number212' };

test('what an approval is asked for begins with whose record it is, and whom it is about', () => {
  const lines = previewLines({ ...write, differences: [{ field: 'customLastRating', now: null, then: '5' }], note: null });

  expect(lines[0]).toBe('employee.update over hr, of employee:212, about Noor Number212');
  expect(lines.at(-1)).toMatch(/^customLastRating +null +"5"$/);
});

test('what is not as it was written is told with whose it is and by which message, and what is as written is not', () => {
  const row = { ...write, messageId: '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f11', reference: '212/42', reason: '' };

  const lines = exceptionLines([
    { ...row, status: 'matched' },
    { ...row, status: 'drifted', reason: 'differs in: customLastRating' },
    { ...row, status: 'unexpected', entity: null, about: null, messageId: null, reference: '7/9', reason: 'our mark, and no message' },
  ]);

  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^drifted .* employee:212 +Noor Number212 +5b1f9a52-\S+ +differs in: customLastRating$/);
  expect(lines[2]).toMatch(/^unexpected .* 7\/9 +none of ours +our mark, and no message$/);
});

test('what the outbox holds from before is not told as done now', () => {
  expect(outboxLines(0, { verified: 2 })).toEqual(['nothing was due; of all that was ever planned, now:', 'verified 2']);
  expect(outboxLines(1, { planned: 1, verified: 2 })[0]).toMatch(/^1 step done;/);
  expect(outboxLines(0, {})).toEqual(['nothing is on its way']);
});
