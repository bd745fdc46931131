import type { QueueOptions } from 'bull';

const LONGEST_PAUSE_MS = 2_000;
const DISCONNECT_MS = 500;

/** Reads the URL itself: Bull takes `rediss` for a connection without TLS. */
export function redisOptions(redisUrl: string) {
  const { protocol, hostname, port, username, password, pathname } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    db: Number(pathname.slice(1) || 0),
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
    maxRetriesPerRequest: null, // a worker that starts while Redis is away begins when it is there
    disconnectTimeout: DISCONNECT_MS, // a closed client keeps its process no longer than this
    retryStrategy: (attempt: number) => Math.min(attempt * 100, LONGEST_PAUSE_MS),
  } satisfies QueueOptions['redis'];
}
