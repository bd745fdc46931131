import { Refusal } from './envelope.js';
import type { QualtricsState } from './state.js';

/** Requests a minute of the whole brand (vendor sheet section 3). */
const BRAND = 'brand';

/** Requests a minute per route, as the sheet's section 3 has them; a route that is not named has 3000. */
export const PER_MINUTE: Readonly<Record<string, number>> = {
  [BRAND]: 3000,
  'GET /API/v3/surveys/:surveyId/response-schema': 60,
  'POST /API/v3/surveys/:surveyId/export-responses': 100,
  'GET /API/v3/surveys/:surveyId/export-responses/:progressId': 1000,
  'GET /API/v3/surveys/:surveyId/export-responses/:fileId/file': 100,
  'GET /API/v3/surveys/:surveyId/responses/:responseId': 240,
  'POST /API/v3/eventsubscriptions': 120,
  'GET /API/v3/eventsubscriptions': 120,
  'GET /API/v3/eventsubscriptions/:subscriptionId': 120,
  'DELETE /API/v3/eventsubscriptions/:subscriptionId': 120,
};
const UNNAMED = 3000;

/** One leaky bucket for the brand and one for each route; they hold a minute's worth and leak evenly. */
export function rateLimiter(state: QualtricsState) {
  const buckets = new Map<string, { level: number; asOfMs: number }>();

  /** @throws Refusal 429 while limits are enforced and one of the two buckets is full. */
  return (route: string): void => {
    const { rateLimit } = state.switches;
    if (rateLimit === undefined) return buckets.clear();
    const nowMs = state.now().getTime();
    const due = [BRAND, route].map((name) => {
      const perMinute = rateLimit.perMinute[name] ?? PER_MINUTE[name] ?? UNNAMED;
      const { level, asOfMs } = buckets.get(name) ?? { level: 0, asOfMs: nowMs };
      return { name, perMinute, level: Math.max(0, level - ((nowMs - asOfMs) * perMinute) / 60_000) };
    });
    const full = due.find(({ level, perMinute }) => level + 1 > perMinute);
    if (full) throw tooManyRequests(rateLimit.sendsRetryAfter, ((full.level + 1 - full.perMinute) * 60) / full.perMinute);
    for (const { name, level } of due) buckets.set(name, { level: level + 1, asOfMs: nowMs });
  };
}

/** Body and header of a 429 are not recorded; the error envelope is a guess. */
const tooManyRequests = (sendsRetryAfter: boolean, waitSeconds: number) =>
  new Refusal(429, 'RATE_LIMIT', 'Too many requests.', sendsRetryAfter ? { 'Retry-After': String(Math.ceil(waitSeconds)) } : {});
