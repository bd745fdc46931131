import { z } from 'zod';
import { adfDocument } from './adf.js';
import { isOnScreen } from './fields.js';
import { type Issue, type IssueContent, PRIORITIES } from './issue.js';
import type { JiraSite } from './site.js';

/** What create and edit take; a field may stand in one of the two only. */
export const editBody = z.object({
  fields: z.record(z.string(), z.unknown()).nullish(),
  update: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).nullish(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
});
export type EditBody = z.output<typeof editBody>;

export type FieldErrors = Readonly<Record<string, string>>;

interface Ground {
  readonly site: JiraSite;
  /** Where the issue lives; a parent must live there too. */
  readonly projectKey: string | undefined;
  /** The issue as it is; undefined while it is being made. */
  readonly issue: Issue | undefined;
}
type Setting = { readonly change: Partial<IssueContent> } | { readonly error: string };

/** Reads `fields` and `update` into what they change, or into errors keyed by field, as Jira does. */
export function readEdits(ground: Ground, { fields, update }: EditBody, screens: 'respected' | 'bypassed') {
  const errors: Record<string, string> = {};
  let change: Partial<IssueContent> = {};
  for (const [field, settings] of settingsOf(fields ?? {}, update ?? {})) {
    if (fields?.[field] !== undefined && update?.[field] !== undefined) {
      errors[field] = `Field with id '${field}' and name '${field}' does not support being in both 'fields' and 'update'.`;
    } else if (screens === 'respected' && !isOnScreen(ground.site, field)) {
      errors[field] = notOnScreen(field);
    } else {
      for (const [verb, value] of settings) {
        const setting = applyVerb({ ...ground, field, verb, value, labels: change.labels ?? ground.issue?.labels ?? [] });
        if ('error' in setting) errors[field] = setting.error;
        else change = { ...change, ...setting.change };
      }
    }
  }
  return { errors: errors as FieldErrors, change };
}

export const notOnScreen = (field: string): string => `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;

type Operation = readonly [verb: string, value: unknown];
const settingsOf = (fields: Record<string, unknown>, update: Record<string, Record<string, unknown>[]>): [string, Operation[]][] => [
  ...Object.entries(fields).map(([field, value]): [string, Operation[]] => [field, [['set', value]]]),
  ...Object.entries(update).map(([field, operations]): [string, Operation[]] => [field, operations.flatMap((one) => Object.entries(one))]),
];

interface Verb extends Ground {
  readonly field: string;
  readonly verb: string;
  readonly value: unknown;
  readonly labels: readonly string[];
}

function applyVerb({ field, verb, value, labels, ...ground }: Verb): Setting {
  if (verb === 'set') return setField(ground, field, value);
  if (field !== 'labels' || (verb !== 'add' && verb !== 'remove')) return { error: `Operation '${verb}' is not supported by this field.` };
  if (verb === 'remove') return { change: { labels: labels.filter((label) => label !== value) } };
  return setField(ground, 'labels', labels.includes(String(value)) ? labels : [...labels, value]);
}

function setField(ground: Ground, field: string, value: unknown): Setting {
  if (field === ground.site.storyPointFieldId) {
    const points = z.number().nullable().safeParse(value);
    return points.success ? { change: { storyPoints: points.data ?? undefined } } : { error: 'Operation value must be a number' };
  }
  const setter = SETTERS[field];
  if (setter === undefined) return { error: notOnScreen(field) };
  return setter(value, ground);
}

const SETTERS: Readonly<Record<string, (value: unknown, ground: Ground) => Setting>> = {
  summary: setSummary,
  description: setDescription,
  labels: setLabels,
  duedate: setDueDate,
  priority: setPriority,
  parent: setParent,
  assignee: (value, { site }) => setPerson(site, value, (assigneeAccountId) => ({ assigneeAccountId })),
  reporter: (value, { site }) => setPerson(site, value, (reporterAccountId) => ({ reporterAccountId })),
};

function setSummary(value: unknown): Setting {
  if (typeof value !== 'string' || value.trim() === '') return { error: 'You must specify a summary of the issue.' };
  if (/[\r\n]/.test(value)) return { error: 'The summary is invalid because it contains newline characters.' };
  if (value.length > 255) return { error: 'Summary must be less than or equal to 255 characters.' };
  return { change: { summary: value } };
}

function setDescription(value: unknown): Setting {
  const description = adfDocument.nullable().safeParse(value);
  if (!description.success) return { error: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' };
  return { change: { description: description.data ?? undefined } };
}

function setLabels(value: unknown): Setting {
  const labels = z.array(z.string().min(1)).nullable().safeParse(value);
  if (!labels.success) return { error: 'data was not an array of strings' };
  for (const label of labels.data ?? []) {
    if (/\s/.test(label)) return { error: `The label '${label}' contains spaces which is invalid.` };
    if (label.length > 255) return { error: `The label '${label}' exceeds the maximum length for labels of 255 characters.` };
  }
  return { change: { labels: [...new Set(labels.data ?? [])] } };
}

function setDueDate(value: unknown): Setting {
  const day = z.iso.date().nullable().safeParse(value);
  if (!day.success) return { error: `Operation value must be a string in the format "yyyy-MM-dd"` };
  return { change: { dueOn: day.data ?? undefined } };
}

function setPriority(value: unknown): Setting {
  const asked = z.object({ id: z.string().optional(), name: z.string().optional() }).safeParse(value);
  const priority = asked.success && PRIORITIES.find(({ id, name }) => id === asked.data.id || name === asked.data.name);
  return priority ? { change: { priorityId: priority.id } } : { error: 'The priority selected is invalid.' };
}

function setParent(value: unknown, { site, projectKey, issue }: Ground): Setting {
  if (value === null) return { change: { parentId: undefined } };
  const asked = z.object({ id: z.string().optional(), key: z.string().optional() }).safeParse(value);
  const parent = asked.success ? site.find(asked.data.id ?? asked.data.key ?? '') : undefined;
  if (parent === undefined || parent.isHidden || parent.projectKey !== projectKey || parent.id === issue?.id) {
    return { error: 'Could not find valid parent issue.' };
  }
  return { change: { parentId: parent.id } };
}

function setPerson(site: JiraSite, value: unknown, set: (accountId: string | undefined) => Partial<IssueContent>): Setting {
  if (value === null) return { change: set(undefined) };
  const asked = z.object({ accountId: z.string().nullish(), id: z.string().nullish() }).safeParse(value);
  if (!asked.success) return { error: 'data was not an object' };
  const accountId = asked.data.accountId ?? asked.data.id ?? undefined;
  if (accountId === undefined) return { change: set(undefined) };
  const user = site.users.get(accountId);
  if (user === undefined) return { error: `Specify a valid value for the user; '${accountId}' does not exist.` };
  if (!user.active) return { error: `User '${user.displayName}' cannot be chosen.` };
  return { change: set(accountId) };
}
