import { type EvidenceItem, type EvidenceScope, inWords, requireScope } from './evidence.js';
import { contentStems } from './words.js';

/** How many items a claim is held against. */
export const SNIPPETS_PER_CLAIM = 5;
// Okapi BM25's usual constants.
const TERM_SATURATION = 1.2;
const LENGTH_WEIGHT = 0.75;

export interface RetrievedItem {
  readonly item: EvidenceItem;
  /** 0–2: BM25 as a share of the best item's, plus the share of the claim's trigrams found. Only the order matters. */
  readonly score: number;
}

/** Evidence of one person and cycle, ready to be searched. */
export interface EvidenceIndex {
  readonly items: readonly EvidenceItem[];
  /** The items nearest to a text, best first; those that share nothing with it are left out. */
  search(text: string, k?: number): RetrievedItem[];
}

/** @throws EvidenceOutOfScopeError when any item is of another person or cycle. */
export function indexEvidence(evidence: readonly EvidenceItem[], scope: EvidenceScope): EvidenceIndex {
  requireScope(evidence, scope);
  const documents = evidence.map((item) => {
    const words = inWords(item);
    return { item, terms: countTerms(contentStems(words)), trigrams: trigramsOf(words) };
  });
  const lengths = documents.map(({ terms }) => [...terms.values()].reduce((sum, count) => sum + count, 0));
  const meanLength = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length));
  const postings = new Map<string, { readonly document: number; readonly count: number }[]>();
  for (const [document, { terms }] of documents.entries()) {
    for (const [term, count] of terms) postings.set(term, [...(postings.get(term) ?? []), { document, count }]);
  }

  const bm25 = (terms: Iterable<string>): Map<number, number> => {
    const scores = new Map<number, number>();
    for (const term of new Set(terms)) {
      const holders = postings.get(term) ?? [];
      const rarity = Math.log(1 + (documents.length - holders.length + 0.5) / (holders.length + 0.5));
      for (const { document, count } of holders) {
        const dampening = TERM_SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * (lengths[document] ?? 0)) / meanLength);
        scores.set(document, (scores.get(document) ?? 0) + (rarity * count * (TERM_SATURATION + 1)) / (count + dampening));
      }
    }
    return scores;
  };

  return {
    items: evidence,
    search(text, k = SNIPPETS_PER_CLAIM) {
      const scores = bm25(contentStems(text));
      const best = Math.max(0, ...scores.values());
      const trigrams = trigramsOf(text);
      return [...scores]
        .flatMap(([document, score]) => {
          const found = documents[document];
          return found ? [{ item: found.item, score: score / best + shareIn(trigrams, found.trigrams) }] : [];
        })
        .sort((left, right) => right.score - left.score || compareIds(left.item, right.item))
        .slice(0, k);
    },
  };
}

/** The evidence nearest to a text within one person's cycle. */
export const retrieve = (text: string, evidence: readonly EvidenceItem[], scope: EvidenceScope, k = SNIPPETS_PER_CLAIM): RetrievedItem[] =>
  indexEvidence(evidence, scope).search(text, k);

function countTerms(stems: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of stems) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function trigramsOf(text: string): Set<string> {
  const plain = contentStems(text).join(' ');
  const trigrams = new Set<string>();
  for (let start = 0; start + 3 <= plain.length; start += 1) trigrams.add(plain.slice(start, start + 3));
  return trigrams;
}

function shareIn(sought: ReadonlySet<string>, held: ReadonlySet<string>): number {
  let shared = 0;
  for (const trigram of sought) if (held.has(trigram)) shared += 1;
  return sought.size === 0 ? 0 : shared / sought.size;
}

const compareIds = (left: EvidenceItem, right: EvidenceItem): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : left.version - right.version;
