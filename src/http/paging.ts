import { BadRequestException } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { z } from 'zod';

const DEFAULT_LIMIT = 100;
const MOST = 500;

/** What a list may be asked for beside its own questions. Without either it gives its first page. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST).default(DEFAULT_LIMIT).describe(`how many at most; ${MOST} and no more`),
  cursor: z.string().max(1_000).optional().describe('what the page before called `next`'),
});
export type PageQuery = z.output<typeof pageQuery>;

/** Where the next page begins, for whoever asks for it; null on the last. */
export const nextPage = z.string().nullable();

const marked = z.tuple([z.string(), z.unknown()]);

/** Which list it is, whose, and what of it was asked for: a cursor is one of exactly that. */
export type Listing = readonly [list: string, tenantId: string, ...filters: (string | undefined)[]];

/**
 * One row more than was asked for tells whether there is a next page; the last one shown is where it begins.
 * By keyset: a row that comes or goes meanwhile is neither lost nor given twice.
 */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  listing: Listing,
  positionOf: (row: Row) => unknown,
): { shown: Row[]; next: string | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isLast = found.length <= limit || last === undefined;
  return { shown, next: isLast ? null : Buffer.from(JSON.stringify([markOf(listing), positionOf(last)])).toString('base64url') };
}

/** @throws BadRequestException when it is not a cursor of this list: made up, of another tenant, or of what another filter leaves. */
export function positionIn<Position extends z.ZodType>(
  cursor: string | undefined,
  listing: Listing,
  position: Position,
): z.output<Position> | undefined {
  if (cursor === undefined) return undefined;
  const [mark, at] = marked.safeParse(decoded(cursor)).data ?? [];
  const parsed = position.safeParse(at);
  if (mark === markOf(listing) && parsed.success) return parsed.data;
  throw new BadRequestException(
    'query.cursor: not one of this list as it is asked for; ask for its first page, and then for what that calls next',
  );
}

/** Tells the lists apart; no secret, and no proof of who made it: what a cursor leads to is read as the tenant's own rows only. */
const markOf = (listing: Listing): string => createHash('sha256').update(JSON.stringify(listing)).digest('base64url').slice(0, 16);

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined; // the schema refuses it
  }
}
