import type { Claim } from './claim.js';
import { type EvidenceItem, inWords } from './evidence.js';
import type { ReadClaim } from './extract.js';
import type { RetrievedItem } from './retrieve.js';
import { type Span, splitClauses, splitSentences } from './sentences.js';
import { hideTitles, maskSubject } from './subject-mask.js';
import { checkActor, checkDate, checkNumber, checkOther, checkPolarity, checkStatus, holds } from './text-checks.js';
import type { Assessment, CheckingContext, ClaimCheck } from './verdict.js';
import { contentStems, SUBJECT_MARK } from './words.js';

/** Share of a claim's content words that evidence must hold to carry it, to contradict it, and to speak of it at all. */
export const OVERLAP = { supports: 0.6, contradicts: 0.5, concerns: 0.34 } as const;

/** Traits of evidence that make a claim of a kind need more than one source. */
const NEEDS_TWO_SOURCES: ReadonlySet<Claim['type']> = new Set(['comparison', 'frequency', 'causal']);

/** Checks a claim by its words against the nearest evidence, with numbers, dates, names, doer and denial compared one by one. */
export function checkTextClaim(read: ReadClaim, context: CheckingContext): Assessment {
  const nearest = context.index.search(read.masked);
  const readings = nearest.map((found) => compare(read, found, context)).filter(speaksOfIt);
  const supporting = readings.filter(({ verdict }) => verdict === 'supported');
  const opposing = readings.filter(({ verdict }) => verdict === 'contradicted');
  const first = supporting[0];
  const contrary = opposing[0];

  if (first !== undefined && contrary !== undefined) {
    return {
      verdict: 'partly',
      reason: `the evidence disagrees with itself: one record bears the review out, another does not (${contrary.reason})`,
      evidence: [...supporting, ...opposing].map(({ item }) => item),
      checks: [...first.checks, ...contrary.checks],
      confidence: 0.5,
    };
  }
  if (contrary !== undefined) return { ...contrary, verdict: 'contradicted', evidence: opposing.map(({ item }) => item), confidence: 0.7 };
  if (first !== undefined) return assessSupport(read.claim, supporting, first);
  const best = readings.toSorted((left, right) => right.overlap - left.overlap)[0];
  if (best !== undefined) return { ...best, verdict: 'partly', evidence: readings.map(({ item }) => item), confidence: 0.5 };
  return {
    verdict: 'unsupported',
    reason:
      nearest.length === 0
        ? 'no record of this person in this cycle speaks of it'
        : 'no record of this person in this cycle says enough of it',
    evidence: [],
    checks: missingOf(read.claim),
    confidence: 0.7,
  };
}

/** A claim of cause, frequency or rank stands on two independent records; one alone carries it half. */
function assessSupport(claim: Claim, supporting: readonly Reading[], first: Reading): Assessment {
  const evidence = supporting.map(({ item }) => item);
  const sources = new Set(evidence.map(({ id }) => id)).size;
  if (!NEEDS_TWO_SOURCES.has(claim.type) || sources >= 2) return { ...first, verdict: 'supported', evidence, confidence: 0.75 };
  const check: ClaimCheck = { about: 'sources', outcome: 'missing', stated: 'at least 2 records', found: String(sources) };
  return {
    verdict: 'partly',
    reason: 'one record bears it out; a claim of this kind needs two',
    evidence,
    checks: [...first.checks, check],
    confidence: 0.6,
  };
}

interface Reading {
  readonly item: EvidenceItem;
  readonly verdict: 'supported' | 'partly' | 'contradicted';
  readonly overlap: number;
  readonly reason: string;
  readonly checks: readonly ClaimCheck[];
}

function compare(read: ReadClaim, { item }: RetrievedItem, context: CheckingContext): Reading {
  const masked = maskSubject(inWords(item), context.subjectNames);
  const statements = hideTitles(masked);
  const sought = [...new Set(contentStems(withoutMeasures(read)))];
  const passage = nearestOf(splitSentences(statements), sought);
  const clause = nearestOf(splitClauses(passage), sought).text;
  const overlap = shareOf(sought, contentStems(masked));
  const passageOverlap = shareOf(sought, contentStems(passage.text));
  const checks = [
    ...read.claim.numbers.map((number) => checkNumber(number, read.claim.numbers.length === 1, passage.text, masked, context)),
    ...read.claim.dates.map((date) => checkDate(read, passageOverlap === 1, date, passage.text, item, context)),
    ...read.claim.entities.map((entity): ClaimCheck => ({
      about: 'entity',
      outcome: holds(masked, entity.text) ? 'match' : 'missing',
      stated: entity.text,
    })),
    ...(statesNothing(item)
      ? [...checkStatus(read, item), ...checkOther(read)]
      : [
          ...checkPolarity(read, clause),
          ...checkActor(read, clause, passage.text.includes(SUBJECT_MARK) && shareOf(sought, contentStems(clause)) < 1, context),
        ]),
  ];
  const wrong = checks.filter(({ outcome }) => outcome === 'mismatch');
  const missing = checks.filter(({ outcome }) => outcome === 'missing');
  // That it was not done in January says nothing of May.
  const isOfAnotherTime = ['date', 'polarity'].every((about) => wrong.some((check) => check.about === about));
  const mayContradict = !statesNothing(item) && passageOverlap >= OVERLAP.contradicts && missing.length === 0 && !isOfAnotherTime;
  if (wrong.length > 0 && mayContradict) return { item, verdict: 'contradicted', overlap, reason: inReason(wrong), checks };
  if (wrong.length === 0 && missing.length === 0 && overlap >= OVERLAP.supports) {
    return { item, verdict: 'supported', overlap, reason: `a ${item.kind} of this person says the same`, checks };
  }
  const unsaid = [...wrong, ...missing];
  return { item, verdict: 'partly', overlap, reason: unsaid.length > 0 ? inReason(unsaid) : `a ${item.kind} says a part of it`, checks };
}

/** The words of a goal or work item are its title: a name for what was to be done, not a statement of what came of it. */
const statesNothing = ({ kind }: EvidenceItem): boolean => kind === 'goal' || kind === 'work-item';

/** Two titles may share a word or two ("Write the … guide") and be about different things. */
const speaksOfIt = ({ item, overlap }: Reading): boolean => overlap >= (statesNothing(item) ? OVERLAP.supports : OVERLAP.concerns);

const inReason = (checks: readonly ClaimCheck[]): string =>
  [
    ...new Set(
      checks.map(
        ({ stated, found }) => `the review says ${stated}; the evidence ${found === undefined ? 'does not say so' : `shows ${found}`}`,
      ),
    ),
  ].join('; ');

/** The claim without its numbers and dates: those are checked by value, not by how they are written. */
function withoutMeasures({ masked, claim }: ReadClaim): string {
  let rest = masked;
  for (const { start, end } of [
    ...claim.dates,
    ...claim.numbers.map(({ start: from, text }) => ({ start: from, end: from + text.length })),
  ]) {
    rest = rest.slice(0, start - claim.start) + ' '.repeat(end - start) + rest.slice(end - claim.start);
  }
  return rest;
}

/** The stretch of text that holds most of what is sought; the first of equals. */
function nearestOf(spans: readonly Span[], sought: readonly string[]): Span {
  let best: Span = { text: '', start: 0, end: 0 };
  let bestShare = -1;
  for (const span of spans) {
    const share = shareOf(sought, contentStems(span.text));
    if (share > bestShare) {
      best = span;
      bestShare = share;
    }
  }
  return best;
}

function shareOf(sought: readonly string[], held: readonly string[]): number {
  const known = new Set(held);
  return sought.length === 0 ? 0 : sought.filter((word) => known.has(word)).length / sought.length;
}

const missingOf = ({ numbers, dates, entities }: Claim): ClaimCheck[] => [
  ...numbers.map(({ text }): ClaimCheck => ({ about: 'number', outcome: 'missing', stated: text })),
  ...dates.map(({ text }): ClaimCheck => ({ about: 'date', outcome: 'missing', stated: text })),
  ...entities.map(({ text }): ClaimCheck => ({ about: 'entity', outcome: 'missing', stated: text })),
];
