import { z } from 'zod';
import { day, name, personReference } from './reference.js';

export const scale = z.object({ min: z.number(), max: z.number() });

/** One round of performance reviews. */
export const reviewCycle = z.object({
  key: name,
  label: z.string().min(1),
  opensOn: day.nullable(),
  closesOn: day.nullable(),
});
export type ReviewCycle = z.infer<typeof reviewCycle>;

/** What a reviewer wrote about somebody. */
export const review = z.object({
  cycleKey: name,
  subject: personReference,
  reviewer: personReference,
  submittedOn: day,
  text: z.string().min(1),
});
export type Review = z.infer<typeof review>;

/** What a reviewer gave, with the scale it was given on. */
export const rating = z
  .object({
    cycleKey: name,
    subject: personReference,
    reviewer: personReference,
    ratedOn: day,
    score: z.number(),
    scale,
  })
  // Off its scale it is a slip of the pen or another scale than this; compared with others' ratings, it would tell of neither.
  .refine(({ score, scale: { min, max } }) => score >= min && score <= max, {
    path: ['score'],
    error: 'is not on the scale it was given on',
  });
export type Rating = z.infer<typeof rating>;

export const goal = z.object({
  owner: personReference,
  title: z.string().min(1),
  dueOn: day.nullable(),
  completedOn: day.nullable(),
  /** Null where nobody wrote it down, and so for how it stands: neither is a zero, and neither speaks against anybody. */
  percentComplete: z.number().min(0).max(100).nullable(),
  status: z.enum(['open', 'done', 'closed']).nullable(),
});
export type Goal = z.infer<typeof goal>;

/** A piece of work somebody is assigned: evidence for what a review claims. */
export const workItem = z.object({
  assignee: personReference.nullable(),
  /** What people call it; changes when it moves. */
  reference: z.string().min(1),
  /** By the name people use for it; the reference tells its key. */
  project: z.string().min(1),
  title: z.string().min(1),
  state: z.enum(['new', 'in-progress', 'done']),
  createdOn: day,
  resolvedOn: day.nullable(),
  points: z.number().nullable(),
  labels: z.array(z.string()),
});
export type WorkItem = z.infer<typeof workItem>;
