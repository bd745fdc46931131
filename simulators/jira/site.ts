import { documentOfText } from './adf.js';
import { issueNotFound } from './errors.js';
import { type Comment, DEFAULT_PRIORITY_ID, type History, type Issue, type RemoteLink } from './issue.js';
import { SearchIndex } from './search-index.js';
import type { JiraProject, JiraStatus, JiraUser, ParsedSeed, SeededIssue } from './seed.js';

/** Everything one Jira Cloud site holds. */
export class JiraSite {
  readonly account: ParsedSeed['account'];
  readonly users: ReadonlyMap<string, JiraUser>;
  readonly projects: ReadonlyMap<string, JiraProject>;
  readonly statuses: readonly JiraStatus[];
  readonly storyPointFieldId: string;
  readonly index: SearchIndex;
  /** Fields somebody took off the create and edit screens. */
  readonly hiddenFields = new Set<string>();
  readonly histories = new Lists<History>();
  readonly comments = new Lists<Comment>();
  readonly remoteLinks = new Lists<RemoteLink>();
  readonly #issues = new Map<string, Issue>();
  readonly #idByKey = new Map<string, string>();
  readonly #children = new Map<string, Set<string>>();
  readonly #lastNumber = new Map<string, number>();
  #lastId = 10_000;
  #lastPartId = 10_000;

  constructor(
    seed: ParsedSeed,
    readonly now: () => Date,
    indexLagMs: number,
  ) {
    this.account = seed.account;
    this.users = new Map([...seed.users, seed.account].map((user) => [user.accountId, user]));
    this.projects = new Map(seed.projects.map((project) => [project.key, project]));
    this.statuses = seed.statuses;
    this.storyPointFieldId = seed.storyPointFieldId;
    this.index = new SearchIndex(now, indexLagMs);
    const idByKey = new Map(seed.issues.map(({ id, key }) => [key, id]));
    for (const issue of seed.issues) this.put(asIssue(issue, idByKey));
    this.index.flush();
  }

  /** By id or key; keys in any case, as Jira has it. */
  find(idOrKey: string): Issue | undefined {
    return this.#issues.get(idOrKey) ?? this.#issues.get(this.#idByKey.get(idOrKey.toUpperCase()) ?? '');
  }

  /** @throws Refusal the same for an issue that is missing and one the caller may not see. */
  visible(idOrKey: string, isAuthenticated: boolean): Issue {
    const issue = this.find(idOrKey);
    if (issue === undefined || issue.isHidden || !isAuthenticated) throw issueNotFound();
    return issue;
  }

  /** Stores a version: at once for whoever asks by id, later for search. */
  put(issue: Issue): Issue {
    const before = this.#issues.get(issue.id);
    if (before?.parentId !== undefined) this.#children.get(before.parentId)?.delete(issue.id);
    if (issue.parentId !== undefined) {
      this.#children.set(issue.parentId, (this.#children.get(issue.parentId) ?? new Set()).add(issue.id));
    }
    this.#issues.set(issue.id, issue);
    this.#idByKey.set(issue.key, issue.id);
    this.#lastId = Math.max(this.#lastId, Number(issue.id));
    this.#lastNumber.set(issue.projectKey, Math.max(this.#lastNumber.get(issue.projectKey) ?? 0, numberOf(issue.key)));
    this.index.enqueue(issue.id, issue);
    return issue;
  }

  /** What comments, links and edits do and properties do not (vendor sheet section 4.3). */
  touch(issue: Issue): Issue {
    return this.put({ ...issue, updatedAt: this.now() });
  }

  remove({ id, key, parentId }: Issue): void {
    this.#issues.delete(id);
    this.#idByKey.delete(key);
    if (parentId !== undefined) this.#children.get(parentId)?.delete(id);
    this.index.enqueue(id, undefined);
  }

  children(id: string): readonly Issue[] {
    return [...(this.#children.get(id) ?? [])].flatMap((childId) => this.#issues.get(childId) ?? []);
  }

  nextIssue(projectKey: string): { id: string; key: string } {
    return { id: String(this.#lastId + 1), key: `${projectKey}-${(this.#lastNumber.get(projectKey) ?? 0) + 1}` };
  }

  /** Ids of comments, links and histories. */
  nextPartId(): number {
    this.#lastPartId += 1;
    return this.#lastPartId;
  }

  projectBy(idOrKey: string): JiraProject | undefined {
    return this.projects.get(idOrKey.toUpperCase()) ?? [...this.projects.values()].find(({ id }) => id === idOrKey);
  }

  status(id: string): JiraStatus {
    const status = this.statuses.find((one) => one.id === id);
    if (status === undefined) throw new Error(`an issue stands in the unknown status ${id}`); // the seed was checked
    return status;
  }
}

/** What hangs on an issue, oldest first. */
class Lists<Part> {
  readonly #byIssue = new Map<string, Part[]>();

  of(issueId: string): readonly Part[] {
    return this.#byIssue.get(issueId) ?? [];
  }

  add(issueId: string, part: Part): void {
    this.#byIssue.set(issueId, [...this.of(issueId), part]);
  }

  replace(issueId: string, old: Part, part: Part): void {
    this.#byIssue.set(
      issueId,
      this.of(issueId).map((one) => (one === old ? part : one)),
    );
  }

  *all(): Iterable<Part> {
    for (const parts of this.#byIssue.values()) yield* parts;
  }
}

export const numberOf = (key: string): number => Number(key.slice(key.lastIndexOf('-') + 1));

function asIssue(seeded: SeededIssue, idByKey: ReadonlyMap<string, string>): Issue {
  const { id, key, projectKey, issueTypeId, summary, description, statusId, labels, storyPoints } = seeded;
  const createdAt = new Date(seeded.created);
  const resolvedAt = seeded.resolutionDate ? new Date(seeded.resolutionDate) : undefined;
  return {
    ...{ id, key, projectKey, issueTypeId, summary, statusId, labels, createdAt, resolvedAt },
    description:
      typeof description === 'string' ? (description === '' ? undefined : documentOfText(description)) : (description ?? undefined),
    assigneeAccountId: seeded.assigneeAccountId ?? undefined,
    reporterAccountId: seeded.reporterAccountId ?? undefined,
    creatorAccountId: seeded.reporterAccountId ?? undefined,
    dueOn: seeded.dueDate ?? undefined,
    priorityId: DEFAULT_PRIORITY_ID,
    parentId: seeded.parentKey ? idByKey.get(seeded.parentKey) : undefined,
    storyPoints: storyPoints ?? undefined,
    updatedAt: new Date(seeded.updated),
    statusCategoryChangedAt: resolvedAt ?? createdAt,
    properties: new Map(),
    isHidden: seeded.hidden,
  };
}
