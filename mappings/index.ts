import { employeeToEmployment } from './bamboohr/employee-to-employment.js';
import { employeeToPerson } from './bamboohr/employee-to-person.js';
import { goalToGoal, jobToEmployment, reviewToRating, reviewToReview } from './bamboohr/table-rows.js';
import { fileMappings } from './files/file-mappings.js';
import { jiraMappings } from './jira/issue-to-work-item.js';
import type { Mapping } from './kit/mapping.js';
import { qualtricsMappings } from './qualtrics/qualtrics-mappings.js';

/** Every mapping that is the same for every connection. Of one stream, what others refer to comes first. */
export const mappings: readonly Mapping[] = [
  employeeToPerson,
  employeeToEmployment,
  jobToEmployment,
  reviewToReview,
  reviewToRating,
  goalToGoal,
];

/** Mappings that depend on how a connection is set up, by connector. */
const configured: ReadonlyMap<string, (config: unknown) => readonly Mapping[]> = new Map([
  ['files', fileMappings],
  ['jira', jiraMappings],
  ['qualtrics', qualtricsMappings],
]);

/** @param config of the connection: a file's mapping is the customer's own and comes with it. */
export function mappingsOf(connector: string, stream: string, config: unknown): readonly Mapping[] {
  const all = configured.get(connector)?.(config) ?? mappings;
  return all.filter((mapping) => mapping.connector === connector && mapping.stream === stream);
}
