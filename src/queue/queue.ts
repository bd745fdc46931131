import { z } from 'zod';

export const topic = z.enum(['outbox', 'sync', 'reconcile']);
/** A kind of work that waits as rows. */
export type Topic = z.infer<typeof topic>;

/** All that travels between processes: where to look, never what is there. */
export const nudge = z.object({ tenantId: z.uuid(), topic });
export type Nudge = z.infer<typeof nudge>;

/** Looks at the rows and works until none is due. It may run twice at once in two processes: leases on the rows share them out. */
export type Round = (tenantId: string) => Promise<void>;

/**
 * Wakes workers. What waits is rows with leases, committed before the nudge;
 * the queue holds nothing that is not in the rows, so that losing it loses time and never work.
 */
export abstract class Queue {
  /** Says that a tenant has work of a kind. Never rejects: the rows are committed, and a sweep finds what a lost nudge did not announce. */
  abstract nudge(tenantId: string, topic: Topic): Promise<void>;

  /** From now on this process runs `round` for tenants nudged on the topic, one round at a time for each tenant. */
  abstract work(topic: Topic, round: Round): void;

  /** Resolves when nothing runs or waits in this process. */
  abstract idle(): Promise<void>;

  /** Takes nothing new and waits for what runs. */
  abstract close(): Promise<void>;
}
