import { textOfDocument } from './adf.js';
import { type HistoryItem, type Issue, PRIORITIES } from './issue.js';
import type { JiraSite } from './site.js';

type Change = Partial<Omit<Issue, 'id' | 'key' | 'updatedAt' | 'properties'>>;

/** Changes an issue and says so in its changelog; a change that changes nothing leaves `updated` alone. */
export function revise(site: JiraSite, issue: Issue, change: Change, authorAccountId: string): Issue {
  const revised = { ...issue, ...change };
  const items = changedItems(site, issue, revised);
  if (items.length === 0) return isFormattedAlike(issue, revised) ? issue : site.touch(revised);
  site.histories.add(issue.id, { id: String(site.nextPartId()), authorAccountId, createdAt: site.now(), items });
  return site.touch(revised);
}

// The changelog shows texts; bold or not is a change all the same.
const isFormattedAlike = (one: Issue, other: Issue) => JSON.stringify(one.description) === JSON.stringify(other.description);

/** Moves an issue along its workflow; entering the done category resolves it, leaving it unresolves it. */
export function moveToStatus(site: JiraSite, issue: Issue, statusId: string, authorAccountId: string): Issue {
  const from = site.status(issue.statusId).category;
  const to = site.status(statusId).category;
  const atOnce = site.now();
  return revise(
    site,
    issue,
    {
      statusId,
      ...(from !== to && { statusCategoryChangedAt: atOnce, resolvedAt: to === 'done' ? atOnce : undefined }),
    },
    authorAccountId,
  );
}

/** An id and a display text, both null where there is nothing. */
type Side = readonly [id: string | null, text: string | null];

function changedItems(site: JiraSite, before: Issue, after: Issue): HistoryItem[] {
  return Object.entries(tracked(site)).flatMap(([field, side]) => {
    const [from, fromString] = side(before);
    const [to, toString] = side(after);
    if (from === to && fromString === toString) return [];
    const isCustom = field === site.storyPointFieldId;
    const name = isCustom ? 'Story point estimate' : field;
    return [{ field: name, fieldtype: isCustom ? ('custom' as const) : ('jira' as const), fieldId: field, from, fromString, to, toString }];
  });
}

function tracked(site: JiraSite): Readonly<Record<string, (issue: Issue) => Side>> {
  const person = (accountId: string | undefined): Side => [accountId ?? null, site.users.get(accountId ?? '')?.displayName ?? null];
  const text = (value: string | undefined): Side => [null, value ?? null];
  return {
    summary: ({ summary }) => text(summary),
    description: ({ description }) => text(description && textOfDocument(description)),
    labels: ({ labels }) => ['', labels.join(' ')],
    assignee: ({ assigneeAccountId }) => person(assigneeAccountId),
    reporter: ({ reporterAccountId }) => person(reporterAccountId),
    duedate: ({ dueOn }) => [dueOn ?? null, dueOn ?? null],
    priority: ({ priorityId }) => [priorityId, PRIORITIES.find(({ id }) => id === priorityId)?.name ?? null],
    parent: ({ parentId }) => [parentId ?? null, (parentId && site.find(parentId)?.key) ?? null],
    [site.storyPointFieldId]: ({ storyPoints }) => text(storyPoints?.toString()),
    status: ({ statusId }) => [statusId, site.status(statusId).name],
    resolution: ({ resolvedAt }) => (resolvedAt ? ['10000', 'Done'] : [null, null]),
  };
}
