import { expect, test } from '@jest/globals';
import { marker } from '../../connectors/kit/marker.js';
import type { Effect } from '../../simulators/kit/ledger.js';
import { compareEffects, type VerifiedWrite } from './effects.js';

const row = (employee: string, idempotencyKey: string): VerifiedWrite => ({
  ...{ connection: 'bamboohr', operation: 'outcome-row.create', entity: `employee:${employee}`, idempotencyKey, change: {} },
});
const update = (employee: string, field: string): VerifiedWrite => ({
  ...{ connection: 'bamboohr', operation: 'employee.update', entity: `employee:${employee}`, idempotencyKey: `${employee} ${field}` },
  change: { employeeId: employee, fields: { [field]: '4' } },
});
const issue = (idempotencyKey: string): VerifiedWrite => ({
  ...{ connection: 'jira', operation: 'issue.create', entity: 'issue:PERF 0123', idempotencyKey, change: {} },
});

let rowId = 0;
const at = (connection: string, effect: Effect) => ({ connection, effect });
const rowMade = (employee: string, idempotencyKey: string) =>
  at('bamboohr', {
    kind: 'table-row.create',
    target: `${employee}/customCalibrationOutcome/${++rowId}`,
    values: { customRating: '4', customHubRef: marker(idempotencyKey) },
  });
const updated = (employee: string, field: string) =>
  at('bamboohr', { kind: 'employee.update', target: employee, values: { [field]: '4' } });
const issueMade = (idempotencyKey: string) =>
  at('jira', { kind: 'issue.create', target: '10053', values: { properties: { 'hub.writeback': { mark: marker(idempotencyKey) } } } });

test('one effect for each verified write is as it should be, in whatever order', () => {
  const compared = compareEffects(
    [row('1', 'a'), row('2', 'b'), update('1', 'customLastRating'), issue('c')],
    [issueMade('c'), updated('1', 'customLastRating'), rowMade('2', 'b'), rowMade('1', 'a')],
  );

  expect(compared).toEqual({ expected: 4, observed: 4, amiss: [] });
});

test.each([
  ['rows of two people', [row('1', 'a'), row('2', 'b')], [rowMade('1', 'a'), rowMade('1', 'a')]],
  ['rows of one person', [row('1', 'a'), row('1', 'b')], [rowMade('1', 'a'), rowMade('1', 'a')]],
  ['fields of two people', [update('1', 'x'), update('2', 'x')], [updated('1', 'x'), updated('1', 'x')]],
  ['fields of one person', [update('1', 'x'), update('1', 'y')], [updated('1', 'x'), updated('1', 'x')]],
  ['issues', [issue('a'), issue('b')], [issueMade('a'), issueMade('a')]],
])('one doubled and one absent do not cancel out: %s', (_what, expected, observed) => {
  const compared = compareEffects(expected, observed);

  expect(compared).toMatchObject({ expected: 2, observed: 2 }); // the sums agree
  expect(compared.amiss).toEqual([
    expect.stringMatching(/2 effects at the source, where 1 should be/),
    expect.stringMatching(/0 effects at the source, where 1 should be/),
  ]);
});

test.each([
  ['that carries another mark', rowMade('1', 'z')],
  ['of another person', rowMade('2', 'a')],
  ['without a mark', at('bamboohr', { kind: 'table-row.create', target: '1/customCalibrationOutcome/9', values: { customRating: '4' } })],
  ['of another kind', at('bamboohr', { kind: 'goal.create', target: '1/goals/9', values: {} })],
  ['at another source', { ...rowMade('1', 'a'), connection: 'other' }],
])('an effect %s is not the one that was meant', (_what, observed) => {
  expect(compareEffects([row('1', 'a')], [observed]).amiss).toHaveLength(2);
});
