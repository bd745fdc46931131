import { z } from 'zod';
import { basic } from '../kit/auth.js';
import { defineSource } from '../kit/connector.js';
import { address, settings } from '../kit/settings.js';

/** Tables of the customer's own, by the alias they gave them: the vendor has none for reviews, and its goals cost a call per person. */
const customTables = settings({
  reviewsTable: z.string().default('customPerformanceReviews'),
  goalsTable: z.string().default('customGoals'),
  outcomeTable: z.string().default('customCalibrationOutcome'),
});

export const bamboohr = defineSource({
  id: 'bamboohr',
  title: 'BambooHR',
  config: settings({
    subdomain: z.string().regex(/^[a-z0-9-]+$/, 'the part before .bamboohr.com'),
    apiKey: z.string().min(1),
    url: address.optional(),
    /** How long a write may still be under way there after its answer was lost: only then does absence prove anything. */
    longestInFlightMs: z.int().nonnegative().default(60_000),
    custom: customTables.prefault({}),
  }),
  howOnly: ['apiKey', 'longestInFlightMs'],
  asWhom: ['apiKey'], // it belongs to a user
  company: ({ subdomain }) => subdomain,
  // Rows are numbered table by table, and each connection says which tables it means.
  keysMeanOneThingIn: ({ subdomain, url, custom }) => [url ?? subdomain, custom.reviewsTable, custom.goalsTable].join(' '),
  http: {
    baseUrl: ({ subdomain, url }) => `${url ?? `https://${subdomain}.bamboohr.com`}/api`,
    auth: ({ apiKey }) => basic(apiKey, 'x'),
    // Without it the older endpoints answer XML. `Content-Type` must not carry a charset, or a report body is read as XML.
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    limits: { requestsPerMinute: 600 }, // no published number; about ten a second is the sheet's advice
  },
  check: async ({ http }) => {
    await http.read({ url: '/v1/meta/fields' }, z.array(z.looseObject({})));
  },
});

export type BamboohrConfig = z.output<typeof bamboohr.source.config>;
