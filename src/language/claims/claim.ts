import { z } from 'zod';

/** What the language side knows a number in a sentence to mean. Offsets are UTF-16 positions in the text it was found in. */
export const numberMention = z.object({
  text: z.string(),
  start: z.int(),
  end: z.int(),
  value: z.number(),
  /** Upper end of a stated range ("10 to 15"). */
  high: z.number().optional(),
  unit: z.enum(['count', 'percent', 'percentage-point', 'money', 'duration', 'times']),
  /** Stem of what is counted or of the unit of time ("issue", "day"). */
  noun: z.string().optional(),
  qualifier: z.enum(['exactly', 'about', 'nearly', 'more-than', 'at-least', 'less-than', 'at-most']),
  /** Half of the last place written, in units of the value: 0.5 for "20", 50 000 for "1.2 million". */
  halfLastPlace: z.number(),
  per: z.enum(['day', 'week', 'month', 'quarter', 'year']).optional(),
});
export type NumberMention = z.infer<typeof numberMention>;

/** A span of calendar days, both ends included. */
export const period = z.object({ from: z.iso.date(), to: z.iso.date() });
export type Period = z.infer<typeof period>;

export const dateMention = z.object({
  text: z.string(),
  start: z.int(),
  end: z.int(),
  /** Absent when the year is neither stated nor to be had from the cycle. */
  period: period.optional(),
});
export type DateMention = z.infer<typeof dateMention>;

export const entityMention = z.object({
  text: z.string(),
  start: z.int(),
  end: z.int(),
  kind: z.enum(['issue-key', 'project', 'title', 'name']),
});
export type EntityMention = z.infer<typeof entityMention>;

/** Who a clause says did it. `subject` is the person reviewed, whatever name or pronoun stands for them. */
export const actor = z.object({
  kind: z.enum(['subject', 'team', 'reviewer', 'other', 'unstated']),
  name: z.string().optional(),
});
export type Actor = z.infer<typeof actor>;

export const claimTypes = ['quantitative', 'event', 'attribution', 'comparison', 'frequency', 'causal', 'opinion', 'plan'] as const;

/** One clause of a review, with what can be checked in it. */
export const claim = z.object({
  text: z.string(),
  start: z.int(),
  end: z.int(),
  type: z.enum(claimTypes),
  numbers: z.array(numberMention),
  dates: z.array(dateMention),
  entities: z.array(entityMention),
  actor,
  /** False for what no record could show: a trait, a judgement, an intention. */
  isCheckable: z.boolean(),
  isNegated: z.boolean(),
});
export type Claim = z.infer<typeof claim>;
