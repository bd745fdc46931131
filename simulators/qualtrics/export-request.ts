import { z } from 'zod';
import { METADATA_IDS } from './metadata.js';

const instant = z.iso.datetime({ offset: true });

/** Options that a JSON or NDJSON export refuses (vendor sheet section 4.2). */
const csvOnly = {
  useLabels: z.boolean().optional(),
  seenUnansweredRecode: z.int().optional(),
  multiselectSeenUnansweredRecode: z.int().optional(),
  includeDisplayOrder: z.boolean().optional(),
  formatDecimalAsComma: z.boolean().optional(),
  timeZone: z.string().refine(isTimeZone, 'not a time zone').optional(),
  newlineReplacement: z.string().optional(),
  breakoutSets: z.boolean().optional(),
};

/** The vendor knows these and the simulator does not: it refuses rather than pretends. */
const notSimulated = {
  includeLabelColumns: z.boolean().optional(),
  includeWaveWeights: z.boolean().optional(),
  exportResponsesInProgress: z.boolean().optional(),
  filterId: z.string().optional(),
};

/** A field the vendor does not know, such as the old API's `lastResponseId`, is a bad request. */
export const exportRequest = z
  .strictObject({
    format: z.enum(['csv', 'tsv', 'json', 'ndjson', 'spss', 'xml']),
    compress: z.boolean().default(true),
    /** Inclusive, as `endDate` is exclusive. */
    startDate: instant.optional(),
    endDate: instant.optional(),
    limit: z.int().min(1).optional(),
    questionIds: z.array(z.string()).optional(),
    embeddedDataIds: z.array(z.string()).optional(),
    surveyMetadataIds: z.array(z.enum(METADATA_IDS)).optional(),
    sortByLastModifiedDate: z.boolean().default(false),
    allowContinuation: z.boolean().default(false),
    continuationToken: z.string().optional(),
    ...csvOnly,
    ...notSimulated,
  })
  .superRefine((request, context) => {
    for (const message of contradictions(request)) context.addIssue({ code: 'custom', message });
  });
export type ExportRequest = z.output<typeof exportRequest>;

function* contradictions(request: {
  readonly format: string;
  readonly filterId?: string | undefined;
  readonly sortByLastModifiedDate: boolean;
  readonly continuationToken?: string | undefined;
}) {
  const named = (options: object) =>
    Object.keys(options)
      .filter((name) => name in request)
      .join(', ');
  const isJson = request.format === 'json' || request.format === 'ndjson';
  if (isJson && named(csvOnly) !== '') yield `${named(csvOnly)} cannot be used with format ${request.format}`;
  if (request.filterId !== undefined && (request.sortByLastModifiedDate || request.continuationToken !== undefined)) {
    yield 'filterId cannot be combined with sortByLastModifiedDate or continuationToken';
  }
  if (named(notSimulated) !== '') yield `this simulator does not know ${named(notSimulated)}`;
  if (request.format === 'spss' || request.format === 'xml') yield `this simulator does not write ${request.format}`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // that is how Intl says no
  }
}
