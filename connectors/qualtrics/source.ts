import { z } from 'zod';
import { apiKey } from '../kit/auth.js';
import { defineSource } from '../kit/connector.js';
import { address, settings } from '../kit/settings.js';

export const qualtrics = defineSource({
  id: 'qualtrics',
  title: 'Qualtrics',
  config: settings({
    /** From Account Settings, Qualtrics IDs; brand hosts have a dot in it. */
    datacenter: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/, 'the part before .qualtrics.com'),
    apiToken: z.string().min(1),
    url: address.optional(),
    /** Which identifier of a person the participants were uploaded with as external data reference. */
    participantIs: z.string().min(1).default('employee-number'),
    /** Embedded data every response is expected to carry, and that is missed aloud when it stops coming. */
    embeddedFields: z.array(z.string().min(1)).default([]),
    /** The first wait between two looks at an export job; later ones grow to six times as long. */
    pollEveryMs: z.number().int().positive().default(5_000),
  }),
  howOnly: ['apiToken', 'pollEveryMs'],
  asWhom: ['apiToken'], // it belongs to a user
  company: ({ datacenter }) => datacenter,
  http: {
    baseUrl: ({ datacenter, url }) => `${url ?? `https://${datacenter}.qualtrics.com`}/API/v3`,
    auth: ({ apiToken }) => apiKey('x-api-token', apiToken),
    limits: { requestsPerMinute: 2_400 }, // the brand has 3000 for everything it runs
  },
  check: async ({ http }) => {
    await http.read({ url: '/whoami' }, z.looseObject({ result: z.looseObject({}) }));
  },
});

export type QualtricsConfig = z.output<typeof qualtrics.source.config>;
