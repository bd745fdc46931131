import bamboohr from '../../connectors/bamboohr/index.js';
import { startBamboohr } from '../../simulators/bamboohr/bamboohr.js';
import { generateCompany } from '../../simulators/company/company.js';
import { forBamboohr } from '../../simulators/company/for-bamboohr.js';
import type { Exchange } from '../../simulators/kit/simulator.js';
import { amidRefusals, control, fails, makeChange, makeEveryChange, opened, readEverything } from './exercise.js';

const API_KEY = 'key';

/** Every request the connector makes of BambooHR, and the refusals it may meet. */
export async function exerciseBamboohr(onExchange: (exchange: Exchange) => void): Promise<void> {
  const company = generateCompany({ seed: 7 });
  const vendor = await startBamboohr({ seed: forBamboohr(company), apiKey: API_KEY, onExchange });
  const config = { subdomain: 'acme', apiKey: API_KEY, url: vendor.url };
  const connection = opened(bamboohr, config);
  const employeeId = company.people.find(({ status }) => status === 'active')?.id;
  const changes = (id: string | undefined) => ({
    'employee.update': { employeeId: id, fields: { customLastRating: '4' } },
    'outcome-row.create': { employeeId: id, fields: { date: '2026-07-01', customCycle: '2026-H1', customRating: '4' } },
  });
  try {
    await readEverything(bamboohr, connection);
    await makeEveryChange(bamboohr, connection, changes(employeeId));

    await fails('a wrong key', () => readEverything(bamboohr, opened(bamboohr, { ...config, apiKey: 'wrong' })));
    await fails('an unknown table', () =>
      readEverything(bamboohr, opened(bamboohr, { ...config, custom: { goalsTable: 'customNowhere' } })),
    );
    for (const operation of bamboohr.operations)
      await fails('an unknown employee', () => makeChange(operation, connection, changes('999999')));
    await control(vendor, 'read-only-field', { field: 'customLastRating', readOnly: true });
    await fails('a field that may not be written', () => makeEveryChange(bamboohr, connection, changes(employeeId)));
    await amidRefusals(vendor, [429, 500, 503], () => readEverything(bamboohr, connection));
  } finally {
    await vendor.close();
  }
}
