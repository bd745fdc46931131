import { employeeRecord } from '../../connectors/bamboohr/streams/employees.js';
import { defineMapping, type Mapping } from '../kit/mapping.js';
import { type EmployeeReference, orNull } from './reference.js';

/**
 * What holds now. The dataset tells no day from which; the job-information stream does, but it has no level,
 * and names managers instead of giving their id.
 */
export const employeeToEmployment = (employee: EmployeeReference): Mapping =>
  defineMapping({
    connector: 'bamboohr',
    stream: 'employees',
    kind: 'employment',
    version: 4,
    raw: employeeRecord,
    fields: {
      person: { from: ['eeid'], make: ({ eeid }) => employee(eeid) },
      effectiveOn: { from: ['hireDate'], make: ({ hireDate }) => hireDate },
      isDated: { from: [], make: () => false },
      endedOn: {
        from: ['terminationDate', 'status'],
        make: ({ status, terminationDate }) => (status === 'Inactive' ? (terminationDate ?? null) : null),
      },
      division: { from: ['jobInformationDivision'], make: ({ jobInformationDivision }) => orNull(jobInformationDivision) },
      department: { from: ['jobInformationDepartment'], make: ({ jobInformationDepartment }) => orNull(jobInformationDepartment) },
      team: { from: ['customTeam'], make: ({ customTeam }) => orNull(customTeam) },
      location: { from: ['jobInformationLocation'], make: ({ jobInformationLocation }) => orNull(jobInformationLocation) },
      level: { from: ['jobLevel'], make: ({ jobLevel }) => orNull(jobLevel) },
      jobTitle: { from: ['jobInformationJobTitle'], make: ({ jobInformationJobTitle }) => orNull(jobInformationJobTitle) },
      manager: {
        from: ['supervisorEid'],
        make: ({ supervisorEid }) => (orNull(supervisorEid) === null || supervisorEid === '0' ? null : employee(String(supervisorEid))),
      },
    },
  });
