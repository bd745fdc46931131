import { z } from 'zod';
import { basic } from '../kit/auth.js';
import { defineSource } from '../kit/connector.js';
import { address, settings } from '../kit/settings.js';
import { refusal } from './refusal.js';

export const API = '/rest/api/3';

export const jira = defineSource({
  id: 'jira',
  title: 'Jira',
  config: settings({
    site: z.string().regex(/^[a-z0-9-]+$/, 'the part before .atlassian.net'),
    email: z.email(),
    apiToken: z.string().min(1),
    url: address.optional(),
    /** Keys of the projects whose issues are read. */
    projects: z.array(z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'a project key, such as PERF')).min(1),
    /** The site's own field for story points: its id differs from site to site. */
    storyPointsField: z
      .string()
      .regex(/^customfield_\d+$/, 'a field id, such as customfield_10016')
      .optional(),
    /** How long after a write the search may still not find it. */
    searchLagMs: z.int().min(0).default(120_000),
    /** How long a write may still be under way there after its answer was lost; only then does the search's own lag begin. */
    longestInFlightMs: z.int().nonnegative().default(60_000),
  }),
  howOnly: ['apiToken', 'searchLagMs', 'longestInFlightMs'],
  company: ({ site }) => site,
  keysMeanOneThingIn: ({ site, url }) => url ?? site, // an issue keeps its id in whatever project it is, and whoever reads it
  http: {
    baseUrl: ({ site, url }) => url ?? `https://${site}.atlassian.net`,
    auth: ({ email, apiToken }) => basic(email, apiToken),
    headers: { 'content-type': 'application/json' }, // some endpoints refuse even a request without a body for the lack of it
    limits: { requestsPerMinute: 1_200 }, // an API token has no quota, only bursts of about a hundred a second
    inspect: refusal,
  },
  check: async ({ http }) => {
    await http.read({ url: `${API}/myself` }, z.looseObject({ accountId: z.string() }));
  },
});

export type JiraConfig = z.output<typeof jira.source.config>;
