import { describe, expect, test } from '@jest/globals';
import bamboohr from '../../connectors/bamboohr/index.js';
import type { BamboohrConfig } from '../../connectors/bamboohr/source.js';
import { employees } from '../../connectors/bamboohr/streams/employees.js';
import type { OpenConnection } from '../../connectors/kit/connector.js';
import { openConnection } from '../../connectors/kit/open.js';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { atTheSource } from '../conformance/harness.js';
import { heldAfter, readThrough } from '../conformance/reading.js';

const PEOPLE = 2_050; // more than two pages of a thousand
const NOON = Date.parse('2026-03-02T12:00:00Z');

const person = (place: number) => ({
  id: String(place),
  lastChanged: new Date(NOON - 86_400_000 + place * 1000).toISOString(),
  fields: { firstName: 'Ada', lastName: `Number ${place}`, hireDate: '2020-01-01', status: 'Active', jobLevel: 'L1' },
});

async function withCompany(work: (company: { url: string; connection: OpenConnection<unknown> }) => Promise<void>): Promise<void> {
  const employeesOf = Array.from({ length: PEOPLE }, (_none, index) => person(index + 1));
  const vendor = await startBamboohr({ seed: { employees: employeesOf }, apiKey: 'key', now: () => new Date(NOON) });
  const config: Partial<BamboohrConfig> = { subdomain: 'acme', apiKey: 'key', url: vendor.url };
  try {
    await work({ url: vendor.url, connection: openConnection(bamboohr, config, new AbortController().signal) });
  } finally {
    await vendor.close();
  }
}

describe('after everybody was changed at once, more people than fit a page,', () => {
  test('the next read brings everybody, and the one after it goes on from there', () =>
    withCompany(async ({ url, connection }) => {
      const before = await readThrough(employees, connection);
      await atTheSource(url, 'set-field-of-all', { field: 'jobLevel', value: 'L2' });

      const changed = await readThrough(employees, connection, before.checkpoint);
      await atTheSource(url, 'set-clock', { now: '2026-03-03T12:00:00Z' });
      await atTheSource(url, 'set-field', { employeeId: '7', field: 'jobLevel', value: 'L3' });
      const later = await readThrough(employees, connection, changed.checkpoint);

      const levels = [...heldAfter(employees, changed).values()].map((record) => employees.record.parse(record).jobLevel);
      expect(levels).toEqual(Array.from({ length: PEOPLE }, () => 'L2'));
      expect(changed.checkpoint).toEqual({ changedSince: '2026-03-02T12:00:00Z' });
      expect(heldAfter(employees, later).get('7')).toMatchObject({ jobLevel: 'L3' });
      expect(later.checkpoint).toEqual({ changedSince: '2026-03-03T12:00:00Z' });
    }));

  test('a first read brings everybody once more at the most', () =>
    withCompany(async ({ url, connection }) => {
      await atTheSource(url, 'set-field-of-all', { field: 'jobLevel', value: 'L2' });

      const whole = await readThrough(employees, connection);

      expect(heldAfter(employees, whole).size).toBe(PEOPLE);
      expect(whole.records).toHaveLength(PEOPLE);
    }));
});
