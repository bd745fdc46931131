import { z } from 'zod';

const recordVersion = z.object({ id: z.uuid(), version: z.number().int() });

/** What a sentence of a finding rests on: a version of a record, or something the privacy gate let out. */
export const evidence = z.union([recordVersion, z.object({ release: z.uuid() })]);
export type Evidence = z.infer<typeof evidence>;

export const sentence = z.object({
  text: z.string().min(1),
  verdict: z.enum(['supported', 'partly', 'contradicted', 'unsupported', 'opinion']),
  /** Why, in words; where the verdict does not speak for itself. */
  reason: z.string().optional(),
  evidence: z.array(evidence),
});

/** What a person reads of a finding. Sealed at rest. */
export const findingBody = z.object({
  title: z.string().min(1),
  sentences: z.array(sentence).min(1),
  /** What a decision on it may need: the cycle's name, the rating that stood when it was found, and the record it was read from. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type FindingBody = z.infer<typeof findingBody>;

/** What a finding was computed from, by what a person calls each part of it: ids with versions, and whatever else the outcome hangs on. */
export const inputs = z.record(z.string(), z.array(z.string()));
export type Inputs = z.infer<typeof inputs>;

/** What a pipeline found, before anybody decided on it. */
export const proposal = z.object({
  kind: z.string().min(1),
  /** The matter: tells one finding of this kind and cycle from another, the same on every run and whatever becomes of its evidence. */
  about: z.string().min(1),
  subjectPersonId: z.uuid().nullable(),
  body: findingBody,
  evidence: z.array(evidence).min(1),
  /** The record it is a finding on: it goes on under the trace of the run that brought it in. Left out where it is about many. */
  origin: recordVersion.optional(),
  confidence: z.number().min(0).max(1),
  engine: z.string().min(1),
  /** Looked at again when somebody decides: what has changed by then was not seen. Left out where that never changes, as a release does not. */
  inputs: inputs.optional(),
});
export type Proposal = z.infer<typeof proposal>;

export const findingView = z.object({
  id: z.uuid(),
  pipeline: z.string(),
  kind: z.string(),
  cycle: z.string(),
  subject: z.string().nullable(),
  confidence: z.coerce.number(),
  engine: z.string(),
  policyVersion: z.number().int(),
  traceId: z.uuid(),
  createdAt: z.date(),
  /** Since when it holds no more; null while it does. */
  supersededAt: z.date().nullable(),
  /** The finding that took its place; null also where the matter is no longer found. */
  supersededBy: z.uuid().nullable(),
  body: findingBody,
});
export type FindingView = z.infer<typeof findingView>;
