import { z } from 'zod';

/** Who acts. A `policy` acts by a named rule that a person approved; `demo` is the scripted reviewer of the demonstration. */
export const actor = z.object({
  kind: z.enum(['person', 'service', 'policy', 'demo', 'system']),
  id: z.string().min(1),
  /** One id from the command to its last effect. */
  traceId: z.uuid(),
});
export type Actor = z.infer<typeof actor>;
