import { z } from 'zod';
import { day, name } from './reference.js';
import { scale } from './review.js';

/** The rating somebody has after calibration, to be kept where the organisation keeps it. */
export const ratingOutcome = z
  .object({
    cycleKey: name,
    score: z.number(),
    scale,
    decidedOn: day,
    /** Whether it is the person's newest: what a later cycle says of them is not to be overwritten by it. */
    isLatest: z.boolean(),
  })
  .refine(({ score, scale: { min, max } }) => score >= min && score <= max, { path: ['score'], error: 'lies outside its scale' });

/** Something a person has to do, outside the hub. Says nothing of anybody's answers, comments, review or rating. */
export const followUp = z.object({ title: z.string().min(1).max(255), text: z.string().min(1), dueOn: day.nullable() });

/** Every kind of change the hub may ask of a source, in our words. */
export const changes = { 'rating-outcome': ratingOutcome, 'follow-up': followUp } as const;
export type ChangeKind = keyof typeof changes;
export type CanonicalChange<Kind extends ChangeKind> = z.output<(typeof changes)[Kind]>;
