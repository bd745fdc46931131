import { z } from 'zod';
import type { OpenConnection } from '../kit/connector.js';
import { FatalError } from '../kit/errors.js';
import { PageTrail } from '../kit/page-trail.js';
import type { QualtricsConfig } from './source.js';

const surveyPage = z.object({
  result: z.object({
    elements: z.array(z.looseObject({ id: z.string().min(1) })),
    nextPage: z.string().nullish(),
  }),
});

/**
 * The ids of every survey the token's user owns or was given, each once: pages shift while they are read.
 * https://api.qualtrics.com/2c55b7ff8b0c7-list-surveys
 */
export async function listSurveys({ http, config }: OpenConnection<QualtricsConfig>): Promise<readonly string[]> {
  const surveyIds = new Set<string>();
  const visited = new Set<string>();
  const trail = new PageTrail();
  for (let next: string | undefined = '/surveys'; next !== undefined;) {
    if (visited.has(next)) throw new FatalError('the list of surveys leads back to a page already read', { pages: visited.size });
    visited.add(next);
    const { result }: z.output<typeof surveyPage> = await http.read({ url: next }, surveyPage);
    for (const { id } of result.elements) surveyIds.add(id); // a page may be empty and still have a next one
    trail.follow(result.elements.map(({ id }) => id));
    next = result.nextPage ? vendorsOwn(result.nextPage, config) : undefined;
  }
  return [...surveyIds];
}

/** The next page may lie on another host of the vendor's; the token goes to no host of anybody else's. */
function vendorsOwn(nextPage: string, { url }: QualtricsConfig): string {
  const target = URL.parse(nextPage);
  const isVendor = target?.protocol === 'https:' && target.hostname.endsWith('.qualtrics.com');
  const isConfigured = url !== undefined && target?.origin === new URL(url).origin;
  if (isVendor || isConfigured) return nextPage;
  throw new FatalError(`the next page of surveys is at ${target?.host ?? 'no address'}, which is no host of Qualtrics`);
}
