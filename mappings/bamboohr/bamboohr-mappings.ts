import type { Mapping } from '../kit/mapping.js';
import { employeeToEmployment } from './employee-to-employment.js';
import { employeeToPerson } from './employee-to-person.js';
import { employeesOf } from './reference.js';
import { goalToGoal, jobToEmployment, reviewToRating, reviewToReview } from './table-rows.js';

/** BambooHR's mappings for a connection: an employee's id means something in one company only. */
export function bamboohrMappings(config: unknown): readonly Mapping[] {
  const employee = employeesOf(config);
  return [employeeToPerson, employeeToEmployment, jobToEmployment, reviewToReview, reviewToRating, goalToGoal].map((mappingFor) =>
    mappingFor(employee),
  );
}
