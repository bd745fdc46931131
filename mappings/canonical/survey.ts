import { z } from 'zod';
import { day, name, personReference } from './reference.js';

/** A question people answered on a scale. Which answers count as favourable is the survey's, not ours, to say. */
export const surveyItem = z.object({
  id: z.string().min(1),
  text: z.string().min(1),
  /** Answers outside it are not answers. */
  scale: z.object({ min: z.number(), max: z.number() }),
  favourable: z.array(z.number()).min(1),
});

/** One wave of a survey. */
export const survey = z.object({
  key: name,
  label: z.string().min(1),
  opensOn: day.nullable(),
  closesOn: day.nullable(),
  items: z.array(surveyItem),
  /** Questions that take a comment. */
  openQuestions: z.array(z.object({ id: z.string().min(1), text: z.string().min(1) })),
  /** Fields that came with the answers, by which results may be grouped. */
  fields: z.array(z.string()),
  /** The source's own smallest group, where it told us: ours is never lower. */
  smallestGroup: z.number().int().positive().nullable(),
  anonymous: z.boolean(),
});
export type Survey = z.infer<typeof survey>;

/** One person's answers in one wave, with what was captured about them then. */
export const response = z.object({
  surveyKey: name,
  /** Null for an anonymous survey. */
  respondent: personReference.nullable(),
  /** The wave's day at the finest. */
  answeredOn: day.nullable(),
  answers: z.record(z.string(), z.number()),
  /** A field nobody filled is absent. */
  attributes: z.record(z.string(), z.string()),
});
export type Response = z.infer<typeof response>;

/** What somebody wrote to an open question. */
export const comment = z.object({
  surveyKey: name,
  /** Key of the response it came with: never shown, counted only. */
  responseKey: name,
  questionId: name,
  text: z.string().min(1),
});
export type Comment = z.infer<typeof comment>;

/** A figure somebody else published about a group: shown as it is, never regrouped. */
export const surveyAggregate = z.object({
  surveyKey: name,
  field: z.string().min(1),
  group: z.string().min(1),
  measure: z.string().min(1),
  label: z.string(),
  value: z.number(),
  respondents: z.number().int().nonnegative().nullable(),
});
export type SurveyAggregate = z.infer<typeof surveyAggregate>;
