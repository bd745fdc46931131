import type { JiraSite } from './site.js';

export interface JiraField {
  readonly id: string;
  readonly name: string;
  readonly schema: Readonly<Record<string, string | number>>;
  /** Stands on the create and edit screens of every project here. */
  readonly isSettable: boolean;
}

const system = (id: string, name: string, type: string, isSettable = false, items?: string): JiraField => ({
  id,
  name,
  schema: { type, ...(items !== undefined && { items }), system: id },
  isSettable,
});

const SYSTEM_FIELDS: readonly JiraField[] = [
  system('summary', 'Summary', 'string', true),
  system('issuetype', 'Issue Type', 'issuetype', true),
  system('project', 'Project', 'project', true),
  system('description', 'Description', 'string', true),
  system('assignee', 'Assignee', 'user', true),
  system('reporter', 'Reporter', 'user', true),
  system('labels', 'Labels', 'array', true, 'string'),
  system('duedate', 'Due date', 'date', true),
  system('priority', 'Priority', 'priority', true),
  system('parent', 'Parent', 'issuelink', true),
  system('status', 'Status', 'status'),
  system('statuscategorychangedate', 'Status Category Changed', 'datetime'),
  system('resolution', 'Resolution', 'resolution'),
  system('resolutiondate', 'Resolved', 'datetime'),
  system('creator', 'Creator', 'user'),
  system('components', 'Components', 'array', false, 'component'),
  system('created', 'Created', 'datetime'),
  system('updated', 'Updated', 'datetime'),
  system('timespent', 'Time Spent', 'number'),
  system('subtasks', 'Sub-tasks', 'array', false, 'issuelinks'),
  system('issuelinks', 'Linked Issues', 'array', false, 'issuelinks'),
  system('comment', 'Comment', 'comments-page'),
];

export const jiraFields = ({ storyPointFieldId }: JiraSite): readonly JiraField[] => [
  ...SYSTEM_FIELDS,
  {
    id: storyPointFieldId,
    name: 'Story point estimate',
    schema: {
      type: 'number',
      custom: 'com.pyxis.greenhopper.jira:jsw-story-points',
      customId: Number(storyPointFieldId.replace('customfield_', '')),
    },
    isSettable: true,
  },
];

export const isOnScreen = (site: JiraSite, id: string): boolean =>
  !site.hiddenFields.has(id) && jiraFields(site).some((field) => field.id === id && field.isSettable);

/** What `fields` asks for: ids, `*all`, `*navigable` (all but comments), and `-id` to leave one out. */
export function selectedFields(site: JiraSite, asked: readonly string[]): readonly string[] {
  const known = jiraFields(site).map(({ id }) => id);
  const left = new Set(asked.filter((id) => id.startsWith('-')).map((id) => id.slice(1)));
  const isWide = asked.includes('*all') || asked.every((id) => id.startsWith('-'));
  const chosen = known.filter((id) => isWide || asked.includes(id) || (asked.includes('*navigable') && id !== 'comment'));
  return chosen.filter((id) => !left.has(id));
}
