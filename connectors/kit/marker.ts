import { createHash } from 'node:crypto';

/**
 * The short mark a created record carries at its source, so that it can be found again.
 * Made from the idempotency key, which never leaves the hub itself: 80 bits are plenty to tell our own writes apart.
 */
export const marker = (idempotencyKey: string): string => `hub-${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 20)}`;
