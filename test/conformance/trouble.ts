import type { Arrival, Trouble } from './line.js';

/** A proxy's or a provider's page in place of an answer. */
export const LOGIN_PAGE = {
  kind: 'replace',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>Please sign in</html>',
} as const;
export const OTHER_SHAPE = {
  kind: 'replace',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"unexpected":true}',
} as const;

export const refusal = (status: number, headers: Readonly<Record<string, string>> = {}): Trouble => ({ kind: 'refuse', status, headers });

/** Refusals that say when to come back, and mean now. */
export const TOO_MANY = [
  refusal(429, { 'retry-after': '0' }),
  refusal(429, { 'retry-after': new Date(0).toUTCString() }),
  refusal(503, { 'retry-after': '0' }),
] as const;

/** Strikes one request, by its place. */
export const at = (struck: number, trouble: Trouble) => (place: number) => (place === struck ? trouble : undefined);

/** Whether a message names the address that was asked: the end of its path, as it stands behind the connector's base. */
export function names(message: string, asked: Arrival | undefined): boolean {
  const parts = (asked?.path.split('?')[0] ?? '').split('/').slice(1);
  return parts.some((_, index) => message.includes(`/${parts.slice(index).join('/')}`));
}

/** What an attempt threw. @throws Error when it threw nothing. */
export const failureOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    (outcome) => {
      throw new Error(`it did not fail, and gave ${JSON.stringify(outcome)?.slice(0, 200)}`);
    },
    (cause: unknown) => cause,
  );
