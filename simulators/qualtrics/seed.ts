import { z } from 'zod';

/** What may stand in a record's `values`: flat scalars, and arrays of strings for multi-answer questions (vendor sheet section 4.2). */
export const answer = z.union([z.string(), z.number(), z.array(z.string())]);
export type Answer = z.output<typeof answer>;

export const responseRecord = z.object({
  responseId: z.string().regex(/^R_\w+$/),
  /** Answers, metadata and embedded data side by side; missing metadata is filled in. */
  values: z.record(z.string(), answer),
  /** Made from the survey's choices where left out. */
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  /** The answered questions where left out. */
  displayedFields: z.array(z.string()).optional(),
  displayedValues: z.record(z.string(), z.array(z.union([z.string(), z.number()]))).default({}),
  /** When the response was last changed; the recorded date where left out. */
  lastModifiedDate: z.iso.datetime().optional(),
});

export const question = z.object({
  id: z.string().regex(/^QID\d+$/),
  text: z.string(),
  type: z.enum(['MC', 'TE', 'Matrix']),
  /** More than one choice may be taken (MC only). */
  multiple: z.boolean().default(false),
  /** `DataExportTag`; `Q1` for `QID1` where left out. */
  exportTag: z.string().optional(),
  /** Keyed 1, 2, … in this order by the vendor; what stands in the data is the recode. */
  choices: z.array(z.object({ recode: z.int(), text: z.string() })).default([]),
  /** Matrix rows, keyed 1, 2, … in this order. */
  subQuestions: z.array(z.object({ text: z.string() })).default([]),
});
export type Question = z.output<typeof question>;

export const survey = z.object({
  id: z.string().regex(/^SV_\w+$/),
  name: z.string().min(1),
  isActive: z.boolean().default(true),
  anonymize: z.boolean().default(false),
  /** Shared with the token's user through a group only: readable by id, missing from the list. */
  groupShared: z.boolean().default(false),
  creationDate: z.iso.datetime(),
  lastModified: z.iso.datetime(),
  questions: z.array(question).default([]),
  embeddedData: z.array(z.object({ name: z.string().min(1).max(200), defaultValue: z.string().optional() })).default([]),
  responses: z.array(responseRecord).default([]),
});

export const qualtricsSeed = z.object({
  brandId: z.string().default('acmehr'),
  /** The language of metadata names in CSV exports. */
  accountLanguage: z.enum(['EN', 'DE']).default('EN'),
  surveys: z.array(survey),
});
export type QualtricsSeed = z.input<typeof qualtricsSeed>;
