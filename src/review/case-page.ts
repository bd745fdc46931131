import { z } from 'zod';
import { count, rows, type Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { type Listing, nextPage, pageOf, pageQuery, positionIn } from '../http/paging.js';
import { type CaseSummary, caseView, listCases } from './case-summary.js';

export const casesQuery = pageQuery.extend({
  state: caseView.shape.state.optional(),
  kind: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'a kind, such as review-claims')
    .optional(),
});
export type CasesQuery = z.output<typeof casesQuery>;

const kindCount = z.object({ kind: z.string(), state: caseView.shape.state, count });
export const casePage = z.object({
  cases: z.array(caseView.meta({ id: 'Case' })),
  /** How many there are of each kind in each state, on this page or not. */
  counts: z.array(kindCount.extend({ count: z.number().int() })),
  next: nextPage,
});
export type CasePage = z.infer<typeof casePage>;

const position = z.tuple([z.int(), z.uuid()]);

/** Some of the cases, by when they are due, and how many there are of each kind in each state. */
export async function casePageOf(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { state, kind, limit, cursor }: CasesQuery,
): Promise<Omit<CasePage, 'cases'> & { cases: CaseSummary[] }> {
  const listing: Listing = ['cases', tenantId, state, kind];
  const after = positionIn(cursor, listing, position);
  const found = await listCases(tx, tenantId, envelope, { state, kind, after, most: limit + 1 });
  const { shown, next } = pageOf(found, limit, listing, ({ micros, summary }): z.output<typeof position> => [micros, summary.id]);
  const counts = await rows(
    tx,
    kindCount,
    'select kind, state, count(*) as count from review_case group by kind, state order by kind, state',
  );
  return { cases: shown.map(({ summary }) => summary), counts, next };
}
