import { z } from 'zod';
import type { Tx } from '../database/rows.js';
import type { Envelope } from '../files/envelope.js';
import { type Listing, nextPage, pageOf, pageQuery, positionIn } from '../http/paging.js';
import { reconciliationReport, reconciliationRow, reportHead, reportRows } from './report.js';

export const reportQuery = pageQuery.extend({ status: reconciliationRow.shape.status.optional() });
export type ReportQuery = z.output<typeof reportQuery>;
/** A report with some of its rows; how many there are of each status is in its totals. */
export const reportPage = z.object({ report: reconciliationReport.meta({ id: 'ReconciliationReport' }).nullable(), next: nextPage });
export type ReportPage = z.infer<typeof reportPage>;
/** The report too: one that is made meanwhile has other rows at the same places. */
const position = z.tuple([z.uuid(), z.int()]);

/** @param id of a report; without one, that of the cursor, and without that the newest. */
export async function reportPageOf(
  tx: Tx,
  tenantId: string,
  envelope: Envelope,
  { status, limit, cursor }: ReportQuery,
  id?: string,
): Promise<ReportPage> {
  const listing: Listing = ['reconciliation', tenantId, status];
  const [reportId, after] = positionIn(cursor, listing, position) ?? [id];
  const head = await reportHead(tx, reportId);
  if (head === undefined) return { report: null, next: null };
  const found = await reportRows(tx, tenantId, envelope, { reportId: head.id, status, after, most: limit + 1 });
  const { shown, next } = pageOf(found, limit, listing, (last): z.output<typeof position> => [head.id, last.position]);
  return { report: { ...head, rows: shown.map(({ row }) => row) }, next };
}
