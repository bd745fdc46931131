import { z } from 'zod';

/** Who acts. A `policy` acts by a named rule that a person approved; `demo` is the scripted reviewer of the demonstration. */
export const actor = z.object({
  kind: z.enum(['person', 'service', 'policy', 'demo', 'system']),
  id: z.string().min(1),
  /** One id for all that a command, a request or a worker's turn does. */
  traceId: z.uuid(),
});
export type Actor = z.infer<typeof actor>;
