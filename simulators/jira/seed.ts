import { z } from 'zod';
import { adfDocument } from './adf.js';

const user = z.object({
  accountId: z.string().min(1),
  displayName: z.string().min(1),
  /** Left out where the person's profile hides it (vendor sheet section 4.5). */
  emailAddress: z.email().nullish(),
  timeZone: z.string().nullish(),
  active: z.boolean().default(true),
  accountType: z.enum(['atlassian', 'app', 'customer']).default('atlassian'),
});
export type JiraUser = z.output<typeof user>;

const issueType = z.object({ id: z.string(), name: z.string(), subtask: z.boolean().default(false) });
export type JiraIssueType = z.output<typeof issueType>;

const project = z.object({
  id: z.string(),
  key: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
  name: z.string(),
  issueTypes: z.array(issueType).min(1),
});
export type JiraProject = z.output<typeof project>;

const status = z.object({ id: z.string(), name: z.string(), category: z.enum(['new', 'indeterminate', 'done']) });
export type JiraStatus = z.output<typeof status>;

const instant = z.iso.datetime({ offset: true });
const seededIssue = z.object({
  id: z.string().regex(/^\d+$/),
  key: z.string().regex(/^[A-Z][A-Z0-9_]+-\d+$/),
  projectKey: z.string(),
  issueTypeId: z.string(),
  summary: z.string().min(1).max(255),
  description: z.union([adfDocument, z.string()]).nullish(),
  statusId: z.string(),
  assigneeAccountId: z.string().nullish(),
  reporterAccountId: z.string().nullish(),
  labels: z.array(z.string()).default([]),
  created: instant,
  updated: instant,
  dueDate: z.iso.date().nullish(),
  resolutionDate: instant.nullish(),
  storyPoints: z.number().nullish(),
  parentKey: z.string().nullish(),
  /** There, but the account has no permission to see it. */
  hidden: z.boolean().default(false),
});
export type SeededIssue = z.output<typeof seededIssue>;

/** A Jira Cloud site as it stands when the simulator starts. Every reference must lead somewhere. */
export const jiraSeed = z
  .object({
    /** The account whose API token calls; its time zone is the one of every literal and timestamp. */
    account: user.extend({ emailAddress: z.email(), timeZone: z.string().min(1) }),
    users: z.array(user).default([]),
    projects: z.array(project).min(1),
    /** In the order of the workflow; the first one is where issues start. */
    statuses: z.array(status).min(1),
    issues: z.array(seededIssue).default([]),
    /** Custom field ids differ per site (vendor sheet section 4). */
    storyPointFieldId: z
      .string()
      .regex(/^customfield_\d+$/)
      .default('customfield_10016'),
  })
  .superRefine((seed, context) => {
    for (const message of danglingReferences(seed)) context.addIssue({ code: 'custom', message });
  });
export type JiraSeed = z.input<typeof jiraSeed>;
export type ParsedSeed = z.output<typeof jiraSeed>;

type References = Pick<ParsedSeed, 'account' | 'users' | 'projects' | 'statuses' | 'issues'>;

function danglingReferences({ account, users, projects, statuses, issues }: References): string[] {
  const accounts = new Set([account.accountId, ...users.map(({ accountId }) => accountId)]);
  const statusIds = new Set(statuses.map(({ id }) => id));
  const keys = new Set(issues.map(({ key }) => key));
  return issues.flatMap((issue) => {
    const home = projects.find(({ key }) => key === issue.projectKey);
    return [
      ...(home === undefined ? [`project ${issue.projectKey}`] : []),
      ...(home && !home.issueTypes.some(({ id }) => id === issue.issueTypeId) ? [`issue type ${issue.issueTypeId}`] : []),
      ...(statusIds.has(issue.statusId) ? [] : [`status ${issue.statusId}`]),
      ...[issue.assigneeAccountId, issue.reporterAccountId].filter((id) => id && !accounts.has(id)).map((id) => `account ${id}`),
      ...(issue.parentKey && !keys.has(issue.parentKey) ? [`parent ${issue.parentKey}`] : []),
    ].map((what) => `issue ${issue.key} names an unknown ${what}`);
  });
}
