import type { z } from 'zod';
import { action, compensation, criterion, guideline, managerNote, metric } from './context.js';
import { employment, person } from './person.js';
import type { PersonReference } from './reference.js';
import { goal, rating, review, reviewCycle, workItem } from './review.js';
import { comment, response, survey, surveyAggregate } from './survey.js';

/** What may be known of a canonical record without opening it: whose it is, of which cycle, of which day. */
export interface Index {
  readonly subject?: PersonReference | null;
  readonly cycle?: { readonly kind: 'survey' | 'review'; readonly key: string };
  readonly occurredOn?: string | null;
}

interface Kind<Canonical extends z.ZodType> {
  readonly schema: Canonical;
  readonly index: (record: z.output<Canonical>) => Index;
}
const kind = <Canonical extends z.ZodType>(schema: Canonical, index: (record: z.output<Canonical>) => Index): Kind<Canonical> => ({
  schema,
  index,
});

const ofSurvey = (key: string) => ({ kind: 'survey', key }) as const;
const ofReview = (key: string) => ({ kind: 'review', key }) as const;

/** Every kind of canonical record there is. */
export const kinds = {
  person: kind(person, ({ identifiers, hiredOn }) => ({ subject: identifiers[0] ?? null, occurredOn: hiredOn })),
  employment: kind(employment, ({ person: subject, effectiveOn }) => ({ subject, occurredOn: effectiveOn })),
  survey: kind(survey, ({ key, closesOn }) => ({ cycle: ofSurvey(key), occurredOn: closesOn })),
  response: kind(response, ({ surveyKey }) => ({ cycle: ofSurvey(surveyKey) })), // neither whose nor when: that is the gate's to know
  comment: kind(comment, ({ surveyKey }) => ({ cycle: ofSurvey(surveyKey) })),
  'survey-aggregate': kind(surveyAggregate, ({ surveyKey }) => ({ cycle: ofSurvey(surveyKey) })),
  'review-cycle': kind(reviewCycle, ({ key, closesOn }) => ({ cycle: ofReview(key), occurredOn: closesOn })),
  review: kind(review, ({ cycleKey, subject, submittedOn }) => ({ subject, cycle: ofReview(cycleKey), occurredOn: submittedOn })),
  rating: kind(rating, ({ cycleKey, subject, ratedOn }) => ({ subject, cycle: ofReview(cycleKey), occurredOn: ratedOn })),
  goal: kind(goal, ({ owner, dueOn }) => ({ subject: owner, occurredOn: dueOn })),
  'work-item': kind(workItem, ({ assignee, resolvedOn, createdOn }) => ({ subject: assignee, occurredOn: resolvedOn ?? createdOn })),
  metric: kind(metric, ({ measuredOn }) => ({ occurredOn: measuredOn })),
  criterion: kind(criterion, () => ({})),
  guideline: kind(guideline, () => ({})),
  'manager-note': kind(managerNote, ({ about, author, notedOn }) => ({ subject: about ?? author, occurredOn: notedOn })),
  action: kind(action, ({ owner, dueOn }) => ({ subject: owner, occurredOn: dueOn })),
  compensation: kind(compensation, ({ person: subject, effectiveOn }) => ({ subject, occurredOn: effectiveOn })),
} as const;

export type KindName = keyof typeof kinds;
export type Canonical<Name extends KindName> = z.output<(typeof kinds)[Name]['schema']>;
