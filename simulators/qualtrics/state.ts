import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ExportRequest } from './export-request.js';
import type { Answer, qualtricsSeed, survey } from './seed.js';

/** A record as exports and single reads return it (vendor sheet section 4.2). */
export interface ResponseRecord {
  readonly responseId: string;
  readonly values: Readonly<Record<string, Answer>>;
  readonly labels: Readonly<Record<string, string | readonly string[]>>;
  readonly displayedFields: readonly string[];
  readonly displayedValues: Readonly<Record<string, readonly (string | number)[]>>;
}

/** A response as the vendor keeps it. The two revisions tell a continuation what it has handed out already. */
export interface StoredResponse {
  record: ResponseRecord;
  lastModifiedDate: string;
  /** Moves when the recorded date is reset. */
  recordedRevision: number;
  /** Moves with every change. */
  modifiedRevision: number;
}

export interface Survey extends Readonly<Omit<z.output<typeof survey>, 'responses'>> {
  readonly responses: Map<string, StoredResponse>;
  readonly hiddenFields: Set<string>;
  deletedResponses: number;
}

export interface ExportJob {
  readonly progressId: string;
  readonly fileId: string;
  readonly surveyId: string;
  readonly request: ExportRequest;
  /** What the survey held when the job was started. */
  readonly records: readonly ResponseRecord[];
  readonly continuationToken: string | undefined;
  readonly pollsUntilComplete: number;
  readonly fails: boolean;
  polls: number;
}

export interface Continuation {
  readonly surveyId: string;
  readonly byModification: boolean;
  /** Response id to the revision that was handed out. */
  readonly handedOut: ReadonlyMap<string, number>;
  readonly issuedAt: Date;
  expired: boolean;
}

export interface Subscription {
  readonly id: string;
  readonly topics: string;
  readonly publicationUrl: string;
  readonly sharedKey: string | undefined;
  successfulCalls: number;
}

/** What a person may set from outside to make the vendor misbehave. */
export interface Switches {
  pollsUntilComplete: number;
  exportsToFail: number;
  writesToTimeOut: number;
  emptyFirstPage: boolean;
  /** Where `nextPage` points while requests count as proxied. */
  proxyOrigin: string | undefined;
  rateLimit: { readonly sendsRetryAfter: boolean; readonly perMinute: Readonly<Record<string, number>> } | undefined;
}

export interface QualtricsState {
  readonly brandId: string;
  readonly accountLanguage: 'EN' | 'DE';
  readonly now: () => Date;
  readonly surveys: Map<string, Survey>;
  readonly exportJobs: Map<string, ExportJob>;
  readonly continuations: Map<string, Continuation>;
  readonly subscriptions: Map<string, Subscription>;
  readonly switches: Switches;
  /** Counts changes to responses. */
  revision: number;
}

/** The seed's surveys, still without their responses. */
export function newState({ brandId, accountLanguage, surveys }: z.output<typeof qualtricsSeed>, now: () => Date): QualtricsState {
  return {
    brandId,
    accountLanguage,
    now,
    surveys: new Map(surveys.map((one) => [one.id, emptySurvey(one)])),
    exportJobs: new Map(),
    continuations: new Map(),
    subscriptions: new Map(),
    switches: {
      pollsUntilComplete: 2,
      exportsToFail: 0,
      writesToTimeOut: 0,
      emptyFirstPage: false,
      proxyOrigin: undefined,
      rateLimit: undefined,
    },
    revision: 0,
  };
}

/** A survey nobody has answered yet. */
export const emptySurvey = (given: z.output<typeof survey>): Survey => ({
  ...given,
  responses: new Map(),
  hiddenFields: new Set(),
  deletedResponses: 0,
});

/** `ES_4f0c…`: the vendor's prefix and 15 characters. */
export const newId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 15)}`;
