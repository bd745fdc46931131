import type { AdfDocument } from './adf.js';

/** What somebody may set on an issue. */
export interface IssueContent {
  readonly summary: string;
  readonly description: AdfDocument | undefined;
  readonly assigneeAccountId: string | undefined;
  readonly reporterAccountId: string | undefined;
  readonly labels: readonly string[];
  /** A calendar day, `YYYY-MM-DD`. */
  readonly dueOn: string | undefined;
  readonly priorityId: string;
  readonly parentId: string | undefined;
  readonly storyPoints: number | undefined;
}

/** One version of an issue; never changed in place, so that the search index may keep an older one. */
export interface Issue extends IssueContent {
  readonly id: string;
  readonly key: string;
  readonly projectKey: string;
  readonly issueTypeId: string;
  readonly creatorAccountId: string | undefined;
  readonly statusId: string;
  readonly statusCategoryChangedAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly resolvedAt: Date | undefined;
  readonly properties: ReadonlyMap<string, unknown>;
  readonly isHidden: boolean;
}

export interface HistoryItem {
  readonly field: string;
  readonly fieldtype: 'jira' | 'custom';
  readonly fieldId: string;
  readonly from: string | null;
  readonly fromString: string | null;
  readonly to: string | null;
  readonly toString: string | null;
}

export interface History {
  readonly id: string;
  readonly authorAccountId: string;
  readonly createdAt: Date;
  readonly items: readonly HistoryItem[];
}

export interface Comment {
  readonly id: string;
  readonly authorAccountId: string;
  readonly createdAt: Date;
  readonly body: AdfDocument;
  readonly visibility: unknown;
  readonly properties: ReadonlyMap<string, unknown>;
}

export interface RemoteLink {
  readonly id: number;
  readonly globalId: string | null;
  readonly application: unknown;
  readonly relationship: string | null;
  readonly object: Readonly<Record<string, unknown>>;
}

export const PRIORITIES = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
  { id: '5', name: 'Lowest' },
] as const;
export const DEFAULT_PRIORITY_ID = '3';

/** Vendor sheet section 4.2: done-ness is the category's key, never a status's name. */
export const STATUS_CATEGORIES = {
  new: { id: 2, key: 'new', name: 'To Do' },
  indeterminate: { id: 4, key: 'indeterminate', name: 'In Progress' },
  done: { id: 3, key: 'done', name: 'Done' },
} as const;
