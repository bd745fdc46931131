import { expect, test } from '@jest/globals';
import { notPlanned } from './message.js';

test.each([
  ['conflict', /is conflict, not planned; plan it again first: .*outbox plan-again m1 --reason WHY$/],
  ['parked', /settle it: .*outbox send-again m1 --reason WHY, or cancel it$/],
  ['approved', /it was approved and goes its way: .*outbox deliver$/],
  ['verified', /it is at its end, and there is nothing to approve$/],
] as const)('who would look at a message that is %s is told what it waits for instead', (state, said) => {
  expect(notPlanned('m1', state)).toMatch(said);
});
