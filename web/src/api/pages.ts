import { show, useQuery } from '../frame/address';
import type { Choosing } from './chosen';
import { useAnswer } from './use-answer';

const ROWS_OF_A_PAGE = 50;
/** The most the hub gives at once. */
const ROWS_AT_ONCE = 500;
/** As much as an address may have shown at once. */
const MOST_PAGES = 100;

export interface Asked {
  readonly limit: number;
  readonly cursor?: string;
}

export interface Pages<Row, Answer> {
  readonly rows: readonly Row[];
  /** What was said beside the rows, last. */
  readonly answer: Answer;
  readonly hasMore: boolean;
}

/** The first pages of a list, as many as somebody asked for, in as few questions as the hub allows. */
export async function pagesOf<Row, Answer extends { readonly next: string | null }>(
  ask: (asked: Asked) => Promise<Answer>,
  rowsOf: (answer: Answer) => readonly Row[],
  pages: number,
): Promise<Pages<Row, Answer>> {
  const rows: Row[] = [];
  for (let cursor: string | undefined; ;) {
    const limit = Math.min(ROWS_AT_ONCE, pages * ROWS_OF_A_PAGE - rows.length);
    const answer = await ask({ limit, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...rowsOf(answer));
    if (answer.next === null || rows.length >= pages * ROWS_OF_A_PAGE) return { rows, answer, hasMore: answer.next !== null };
    cursor = answer.next;
  }
}

/**
 * A list of which some is shown: what was chosen, page after page, as the address says, so that it is shown again when it is loaded anew
 * or sent to somebody. Another choice begins at its first page; what is shown stays until the answer has come, and says what it is the answer to.
 */
export function useList<Chosen, Value>(
  { chosenBy, queryOf }: Choosing<Chosen>,
  ask: (chosen: Chosen, pages: number) => Promise<Value>,
  about: string,
) {
  const query = useQuery();
  const said = new URLSearchParams(query);
  const [chosen, pages] = [chosenBy(said), pagesIn(said)];
  const { answer, again } = useAnswer(async () => ({ ...(await ask(chosen, pages)), shown: chosen }), about, query);
  return {
    answer,
    again,
    chosen,
    choose: (other: Chosen) => show(queryOf(other)),
    more: () => show({ ...queryOf(chosen), pages: String(pages + 1) }, { instead: true }),
  };
}

function pagesIn(query: URLSearchParams): number {
  const pages = Number(query.get('pages'));
  return Number.isInteger(pages) ? Math.min(Math.max(pages, 1), MOST_PAGES) : 1;
}
