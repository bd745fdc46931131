import { z } from 'zod';

/** What a vendor's sheet says of one route; stands as data beside the simulator that enforces it. */
export const contractRoute = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Express path; parameters as `:name`. */
  path: z.string().startsWith('/'),
  /** Section of the vendor's sheet it was written from. */
  section: z.string().min(1),
  /** Query parameters the vendor refuses to do without. */
  requiredQuery: z.array(z.string()).default([]),
  /** Top-level body fields the vendor refuses to do without. */
  requiredBody: z.array(z.string()).default([]),
});
export const contract = z.array(contractRoute).min(1);
export type ContractRoute = z.output<typeof contractRoute>;

export const routeName = ({ method, path }: Pick<ContractRoute, 'method' | 'path'>) => `${method} ${path}`;
