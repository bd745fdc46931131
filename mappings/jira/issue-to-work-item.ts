import { z } from 'zod';
import { type IssueRecord, issueRecord } from '../../connectors/jira/streams/issues.js';
import type { WorkItem } from '../canonical/review.js';
import { defineMapping, type Mapping } from '../kit/mapping.js';

/** The only part of the configuration that matters here. */
const settings = z.looseObject({ storyPointsField: z.string().optional() });

/** Names of statuses are the customer's; their category is Jira's. */
const STATES = { new: 'new', indeterminate: 'in-progress', done: 'done' } as const satisfies Record<string, WorkItem['state']>;

/** The calendar day as it is written: in the time zone of the account that read it. */
const dayOf = (instant: string): string => instant.slice(0, 10);

/** Jira's mappings for a connection: which field holds the story points differs from site to site. */
export function jiraMappings(config: unknown): readonly Mapping[] {
  const pointsField = settings.safeParse(config).data?.storyPointsField;
  return [issueToWorkItem(pointsField)];
}

const issueToWorkItem = (pointsField: string | undefined): Mapping =>
  defineMapping({
    connector: 'jira',
    stream: 'issues',
    kind: 'work-item',
    version: 1,
    raw: issueRecord,
    fields: {
      assignee: {
        from: ['fields.assignee'],
        make: ({ fields: { assignee } }) => (assignee ? { kind: 'jira.account', value: assignee.accountId } : null),
      },
      reference: { from: ['key'], make: ({ key }) => key },
      project: { from: ['fields.project'], make: ({ fields }) => fields.project.name ?? fields.project.key },
      title: { from: ['fields.summary'], make: ({ fields }) => fields.summary },
      state: { from: ['fields.status'], make: ({ fields }) => STATES[fields.status.statusCategory.key] },
      createdOn: { from: ['fields.created'], make: ({ fields }) => dayOf(fields.created) },
      resolvedOn: { from: ['fields.resolutiondate', 'fields.statuscategorychangedate', 'fields.status'], make: resolvedOn },
      points: {
        from: pointsField === undefined ? [] : [`fields.${pointsField}`],
        make: ({ fields }) => (pointsField === undefined ? null : points.parse(fields[pointsField] ?? null)),
      },
      labels: { from: ['fields.labels'], make: ({ fields }) => fields.labels },
    },
  });

const points = z.number().nullable();

/** Projects that a team manages itself often set no resolution: there the day counts on which the work became done. */
function resolvedOn({ fields: { resolutiondate, statuscategorychangedate, status } }: IssueRecord): string | null {
  if (resolutiondate) return dayOf(resolutiondate);
  return status.statusCategory.key === 'done' && statuscategorychangedate ? dayOf(statuscategorychangedate) : null;
}
