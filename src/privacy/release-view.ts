import { z } from 'zod';
import { thresholds } from './thresholds.js';

const visibility = z.enum(['no-data', 'shown', 'withheld']);

const banded = z.object({ value: z.number(), step: z.number().positive() });

const releasedItem = z.object({
  id: z.string(),
  text: z.string(),
  scale: z.object({ min: z.number(), max: z.number() }),
  visibility,
  answers: z.number().optional(),
  favourable: banded.optional(),
  unfavourable: banded.optional(),
  mean: banded.optional(),
  distribution: z.object({ shares: z.record(z.string(), z.number()), step: z.number().positive() }).optional(),
});

const releasedGroup = z.object({
  name: z.string(),
  visibility,
  respondents: z.number().optional(),
  items: z.array(releasedItem).optional(),
  themes: z.array(z.object({ id: z.string(), label: z.string(), commenters: z.number() })).optional(),
});

/** A release as it is read: out of the ledger, on a screen, in an answer. Reading one makes no release of anything else. */
export const releaseView = z.object({
  surveyKey: z.string(),
  surveyLabel: z.string(),
  field: z.string().nullable(),
  thresholds,
  policyVersion: z.number().int(),
  takenAt: z.string(),
  everybody: releasedGroup,
  groups: z.array(releasedGroup),
});
export type ReleaseView = z.infer<typeof releaseView>;

/** A figure somebody else has published about a group, as they published it. */
export const publishedFigure = z.object({
  /** What the group is a group of, and the group. */
  field: z.string(),
  group: z.string(),
  measure: z.string(),
  label: z.string(),
  value: z.number(),
  respondents: z.number().nullable(),
});
export type PublishedFigure = z.infer<typeof publishedFigure>;
