import { createOutcomeRow } from './operations/create-outcome-row.js';
import { updateEmployee } from './operations/update-employee.js';
import { bamboohr } from './source.js';
import { employees } from './streams/employees.js';
import { goals, jobInformation, reviews } from './streams/tables.js';

export default bamboohr.connector({
  streams: [employees, jobInformation, reviews, goals],
  operations: [updateEmployee, createOutcomeRow],
});
