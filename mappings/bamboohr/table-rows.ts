import { goalRecord, jobRecord, reviewRecord } from '../../connectors/bamboohr/streams/tables.js';
import { defineMapping, type Mapping } from '../kit/mapping.js';
import { type EmployeeReference, orNull } from './reference.js';

/** A row of job history: from that day on. */
export const jobToEmployment = (employee: EmployeeReference): Mapping =>
  defineMapping({
    connector: 'bamboohr',
    stream: 'job-information',
    kind: 'employment',
    version: 4,
    raw: jobRecord,
    fields: {
      person: { from: ['employeeId'], make: ({ employeeId }) => employee(employeeId) },
      effectiveOn: { from: ['date'], make: ({ date }) => date },
      isDated: { from: [], make: () => true },
      endedOn: { from: [], make: () => null },
      division: { from: ['division'], make: ({ division }) => orNull(division) },
      department: { from: ['department'], make: ({ department }) => orNull(department) },
      team: { from: [], make: () => null },
      location: { from: ['location'], make: ({ location }) => orNull(location) },
      level: { from: [], make: () => null },
      jobTitle: { from: ['jobTitle'], make: ({ jobTitle }) => orNull(jobTitle) },
      manager: { from: [], make: () => null }, // the row has a display name only; nothing is matched on a name
    },
  });

export const reviewToReview = (employee: EmployeeReference): Mapping =>
  defineMapping({
    connector: 'bamboohr',
    stream: 'reviews',
    kind: 'review',
    version: 3,
    raw: reviewRecord,
    fields: {
      cycleKey: { from: ['customCycle'], make: ({ customCycle }) => customCycle },
      subject: { from: ['employeeId'], make: ({ employeeId }) => employee(employeeId) },
      reviewer: { from: ['customReviewer'], make: ({ customReviewer }) => employee(customReviewer) },
      submittedOn: { from: ['date'], make: ({ date }) => date },
      text: { from: ['customText'], make: ({ customText }) => customText },
    },
  });

/** Ratings in this table are given on one to five. */
const SCALE = { min: 1, max: 5 };

export const reviewToRating = (employee: EmployeeReference): Mapping =>
  defineMapping({
    connector: 'bamboohr',
    stream: 'reviews',
    kind: 'rating',
    version: 3,
    raw: reviewRecord,
    fields: {
      cycleKey: { from: ['customCycle'], make: ({ customCycle }) => customCycle },
      subject: { from: ['employeeId'], make: ({ employeeId }) => employee(employeeId) },
      reviewer: { from: ['customReviewer'], make: ({ customReviewer }) => employee(customReviewer) },
      ratedOn: { from: ['date'], make: ({ date }) => date },
      score: { from: ['customRating'], make: ({ customRating }) => customRating },
      scale: { from: [], make: () => SCALE },
    },
  });

export const goalToGoal = (employee: EmployeeReference): Mapping =>
  defineMapping({
    connector: 'bamboohr',
    stream: 'goals',
    kind: 'goal',
    version: 3,
    raw: goalRecord,
    fields: {
      owner: { from: ['employeeId'], make: ({ employeeId }) => employee(employeeId) },
      title: { from: ['customTitle'], make: ({ customTitle }) => customTitle },
      dueOn: { from: ['customDueDate'], make: ({ customDueDate }) => customDueDate ?? null },
      completedOn: { from: ['customCompletedDate'], make: ({ customCompletedDate }) => customCompletedDate ?? null },
      percentComplete: { from: ['customPercent'], make: ({ customPercent }) => customPercent ?? null },
      status: {
        from: ['customStatus', 'customCompletedDate'],
        make: ({ customStatus, customCompletedDate }) => {
          if (customStatus === 'closed') return 'closed';
          if (customStatus === 'completed' || (customCompletedDate ?? null) !== null) return 'done';
          return orNull(customStatus) === null ? null : 'open'; // an empty cell does not say that it is open
        },
      },
    },
  });
