import type { Handler } from '../kit/simulator.js';
import { answer, fieldElement, refuse } from './answers.js';
import type { Company } from './company.js';
import { readField } from './reading.js';
import { inOneLine } from './values.js';
import { element } from './xml.js';

const listed = [
  'displayName',
  'firstName',
  'lastName',
  'preferredName',
  'jobTitle',
  'workPhone',
  'workEmail',
  'department',
  'location',
  'division',
  'supervisor',
  'photoUrl',
];

/** The people everybody may look up: active ones only, all at once (vendor sheet section 3.3). */
export const directoryHandlers = (company: Company): Readonly<Record<string, Handler>> => ({
  'GET /api/v1/employees/directory': (request, response) => {
    const active = company.employees.filter((employee) => inOneLine(employee.fields.get('status') ?? null) !== 'Inactive');
    if (active.length === 0) return refuse(response, 404, 'The directory is empty');
    const visible = listed.filter((alias) => company.permissions.maySee(alias));
    const fields = visible.map((id) => ({
      id,
      type: company.fields.named(id)?.type ?? 'text',
      name: company.fields.named(id)?.name ?? id,
    }));
    const employees = active.map((employee) => ({
      id: employee.id,
      values: visible.map((alias) => [alias, inOneLine(readField(company, employee, alias))] as const),
    }));
    answer(request, response, { fields, employees: employees.map(({ id, values }) => ({ id, ...Object.fromEntries(values) })) }, () =>
      element('directory', {}, [
        element(
          'fieldset',
          {},
          fields.map(({ id, type, name }) => element('field', { id, type }, name)),
        ),
        element(
          'employees',
          {},
          employees.map(({ id, values }) =>
            element(
              'employee',
              { id },
              values.map(([alias, value]) => fieldElement(alias, value)),
            ),
          ),
        ),
      ]),
    );
  },
});
