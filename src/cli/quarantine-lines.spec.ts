import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { QuarantinedView } from '../ingest/waiting.js';
import { quarantineLines } from './quarantine-lines.js';

const aRecord = (fields: Partial<QuarantinedView> = {}): QuarantinedView => ({
  ...{ id: randomUUID(), connection: 'hr', stream: 'employees', key: '7', reasonCode: 'schema', path: 'hireDate', reason: 'is text' },
  quarantinedAt: new Date('2026-03-09'),
  ...fields,
});

test('the lines of a file stand in their order, whatever else waits between them', () => {
  const lines = (...numbers: number[]) =>
    numbers.map((line) => aRecord({ connection: 'import-survey-pulse', stream: 'rows', key: `pulse.csv line ${line}` }));

  const said = quarantineLines([...lines(94, 9), aRecord(), ...lines(118, 52)]).join('\n');

  expect([...said.matchAll(/line (\d+)/g)].map(([, line]) => line)).toEqual(['9', '52', '94', '118']);
  expect(said.indexOf('line 118')).toBeLessThan(said.indexOf('employees'));
});

test('what an import brought is not said to leave by a replay, which knows nothing of a mended mapping file', () => {
  expect(quarantineLines([aRecord()])).toContain(
    'What an import brought: mend the file or its mapping, and import it again, with the mapping.',
  );
});

test('where nothing waits, nothing is to be done', () => {
  expect(quarantineLines([])).toEqual(['nothing waits in quarantine']);
});
