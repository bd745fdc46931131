import { employeeRecord } from '../../connectors/bamboohr/streams/employees.js';
import type { PersonReference } from '../canonical/reference.js';
import { defineMapping, type Mapping } from '../kit/mapping.js';
import { type EmployeeReference, orNull } from './reference.js';

export const employeeToPerson = (employee: EmployeeReference): Mapping =>
  defineMapping({
    connector: 'bamboohr',
    stream: 'employees',
    kind: 'person',
    version: 3,
    raw: employeeRecord,
    fields: {
      displayName: {
        from: ['preferredName', 'firstName', 'lastName'],
        make: ({ preferredName, firstName, lastName }) => `${preferredName || firstName} ${lastName}`,
      },
      workEmail: { from: ['workEmail'], make: ({ workEmail }) => orNull(workEmail) },
      hiredOn: { from: ['hireDate'], make: ({ hireDate }) => hireDate },
      employment: { from: ['status'], make: ({ status }) => (status === 'Active' ? 'active' : 'ended') },
      identifiers: {
        from: ['eeid', 'employeeNumber', 'workEmail', 'customJiraAccount'],
        make: ({ eeid, employeeNumber, workEmail, customJiraAccount }) => [
          employee(eeid),
          ...known('employee-number', employeeNumber),
          ...known('work-email', workEmail?.toLowerCase()),
          ...known('jira.account', customJiraAccount),
        ],
      },
    },
  });

const known = (kind: string, value: string | null | undefined): PersonReference[] => {
  const given = orNull(value);
  return given === null ? [] : [{ kind, value: given }];
};
