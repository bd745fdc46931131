/** `no-data`: nobody answered, which is no secret. `withheld` does not tell whether it is too small or protects one that is. */
export type Visibility = 'no-data' | 'shown' | 'withheld';

export interface Child {
  readonly id: string;
  readonly respondents: number;
}

/**
 * Which of the children that partition a published parent may be shown: those too small are hidden, and then the smallest
 * of the others until at least `k` respondents are hidden together, because parent minus shown gives exactly the hidden.
 * Survey privacy §7; ties go to the lowest id.
 * @param hiddenAlready children that may not be shown for another reason.
 */
export function visibilityOfSiblings(
  children: readonly Child[],
  k: number,
  hiddenAlready: ReadonlySet<string> = new Set(),
): Map<string, Visibility> {
  const parent = children.reduce((sum, { respondents }) => sum + respondents, 0);
  const answering = children.filter(({ respondents }) => respondents > 0);
  const bySize = answering.toSorted((left, right) => left.respondents - right.respondents || (left.id < right.id ? -1 : 1));
  const hidden = new Set(
    bySize.filter(({ id, respondents }) => parent < k || respondents < k || hiddenAlready.has(id)).map(({ id }) => id),
  );
  let hiddenRespondents = bySize.filter(({ id }) => hidden.has(id)).reduce((sum, { respondents }) => sum + respondents, 0);
  for (const { id, respondents } of bySize) {
    if (hiddenRespondents === 0 || hiddenRespondents >= k) break;
    if (hidden.has(id)) continue;
    hidden.add(id);
    hiddenRespondents += respondents;
  }
  return new Map(children.map(({ id, respondents }) => [id, respondents === 0 ? 'no-data' : hidden.has(id) ? 'withheld' : 'shown']));
}
