import { isFiniteVerb } from './verbs.js';
import { PRONOUNS, SUBJECT_MARK } from './words.js';

export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longer stretches without an end are cut at a space: no sentence a person wrote is this long. */
const LONGEST_SENTENCE = 2_000;

const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'e.g i.e eg ie etc mr mrs ms mx dr prof st vs approx ca no nos inc ltd corp co dept est min max avg jan feb mar apr jun jul aug sep sept oct nov dec jr sr fig cf'.split(
    ' ',
  ),
);

/** Sentences, with abbreviations, decimals, initials and dates left whole; list entries and paragraphs are sentences of their own. */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  let start = 0;
  const cut = (end: number) => {
    pushTrimmed(sentences, text, start, end);
    start = end;
  };
  for (const { index, 0: mark } of text.matchAll(
    /[.!?…]+["'”’)\]]*(?=\s|$)|[。！？]|\n\s*\n|\n(?=\s*(?:[-*•–]|\d+[.)])\s)|\n(?=\s*\p{Lu})/gu,
  )) {
    if (index < start) continue;
    const end = index + mark.length;
    if (/^[.…]/u.test(mark) && !endsSentence(text, start, index, end)) continue;
    cut(end);
  }
  cut(text.length);
  return sentences.flatMap(cutLong);
}

/** Whether the full stop at `dot` ends a sentence rather than an abbreviation or an initial. */
function endsSentence(text: string, start: number, dot: number, end: number): boolean {
  const before = /[\p{L}.]+$/u.exec(text.slice(Math.max(start, dot - 12), dot))?.[0] ?? '';
  const next = /^\s*(\S)/u.exec(text.slice(end, end + 50))?.[1] ?? '';
  if (/^\p{Ll}$/u.test(next)) return false;
  if (/^\p{Lu}$/u.test(before)) return next === '' || text.slice(dot - 2, dot) === ' I';
  const abbreviation = before.toLowerCase().replace(/^\.+/, '');
  if (!ABBREVIATIONS.has(abbreviation)) return true;
  // "etc." and the like may end a sentence; "no. 4" and "Mr. Lee" may not.
  return next === '' || (['etc', 'inc', 'ltd', 'corp', 'co'].includes(abbreviation) && /^[\p{Lu}\u{E000}]$/u.test(next));
}

/** What is put in about somebody: "Priya, whom Noor mentored, …", "our contractor, trained by Noor, …". What follows is said of whoever stands before it. */
export const INSERTION = /,\s*(?:(?:who|whom|whose|which)\b|\p{L}+(?:ed|en)\s+by\b)[^,;]*,|\s\((?:who|whom|whose|which)\b[^();]*\)/giu;

/**
 * The clauses of a sentence that say something of their own: parts after ";", and after a comma, "and", "but" or "while"
 * that are followed by a verb or by a new doer. "between February and April" stays whole, as nothing is done there.
 */
export function splitClauses(sentence: Span): Span[] {
  const { text } = sentence;
  const clauses: Span[] = [];
  let start = 0;
  const insertions = [...text.matchAll(INSERTION)].map(({ index, 0: all }) => ({ from: index, to: index + all.length }));
  for (const { index, 0: mark } of text.matchAll(/;|\s[–—]\s|,?\s+(?:and|but|while|whereas|although|though|then)\s+|,\s+/giu)) {
    const end = index + mark.length;
    const isHard = mark.startsWith(';');
    if (!isHard && insertions.some(({ from, to }) => from <= index && index < to)) continue;
    if (!isHard && !(hasVerb(text.slice(start, index)) && startsClause(text.slice(end, end + 60)))) continue;
    pushTrimmed(clauses, text, start, index);
    start = end;
  }
  pushTrimmed(clauses, text, start, text.length);
  return clauses.map((clause) => ({ text: clause.text, start: clause.start + sentence.start, end: clause.end + sentence.start }));
}

const DOERS: ReadonlySet<string> = new Set([...PRONOUNS, 'i', 'we', 'it']);

function startsClause(ahead: string): boolean {
  const words = ahead.split(/[^\p{L}\p{M}\u{E000}'’]+/u).filter((word) => word !== '');
  const first = words.find(
    (word) => !/^(?:also|then|and|but|later|even|finally|successfully|personally|never|always|often|did|\p{L}+ly)$/iu.test(word),
  );
  if (first === undefined) return false;
  if (first.includes(SUBJECT_MARK)) return true;
  if (DOERS.has(first.toLowerCase()) && !['her', 'his', 'their', 'him', 'them'].includes(first.toLowerCase())) return true;
  return isFiniteVerb(first) && !/^(?:is|are|was|were|has|had|reopened)$/iu.test(first); // "and was never finished" says it of what came before
}

/** "LED-73" is a key, not the past of "lead". */
const hasVerb = (text: string): boolean =>
  text.split(/[^\p{L}\p{M}'’]+/u).some((word) => !/^\p{Lu}{2,}$/u.test(word) && isFiniteVerb(word));

function pushTrimmed(spans: Span[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to);
  const lead = /^(?:\s|[-*•–]\s|\d+[.)]\s)*/u.exec(raw)?.[0].length ?? 0;
  const trimmed = raw.slice(lead).trimEnd();
  if (/[\p{L}\p{N}\u{E000}]/u.test(trimmed)) spans.push({ text: trimmed, start: from + lead, end: from + lead + trimmed.length });
}

function cutLong(sentence: Span): Span[] {
  const parts: Span[] = [];
  let start = 0;
  while (sentence.text.length - start > LONGEST_SENTENCE) {
    const space = sentence.text.lastIndexOf(' ', start + LONGEST_SENTENCE);
    const end = space > start ? space : start + LONGEST_SENTENCE;
    pushTrimmed(parts, sentence.text, start, end);
    start = end;
  }
  pushTrimmed(parts, sentence.text, start, sentence.text.length);
  return parts.map((part) => ({ text: part.text, start: part.start + sentence.start, end: part.end + sentence.start }));
}
