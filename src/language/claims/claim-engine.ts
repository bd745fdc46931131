import { monthsPeriod } from './calendar.js';
import type { Period } from './claim.js';
import { checkClaim } from './check-claim.js';
import { yearWithin, type YearOf } from './dates.js';
import { type EvidenceItem, finishedOn } from './evidence.js';
import { readClaims } from './extract.js';
import { indexEvidence } from './retrieve.js';
import type { ClaimVerdict, Coverage } from './verdict.js';

export interface ClaimCheckInput {
  /** What a reviewer wrote. */
  readonly text: string;
  readonly subject: {
    readonly personId: string;
    /** Full, first and preferred names. Without them any person named as doer is taken to be the subject. */
    readonly names?: readonly string[] | undefined;
    /** Where nobody else is known by it: alone in a text, it is the subject. */
    readonly familyName?: string | undefined;
  };
  /** Whether the subject wrote it: then "I" is the subject. */
  readonly isSelfReview?: boolean | undefined;
  /** The day it was written, where that is known: what happened later refutes nothing of it. */
  readonly writtenOn?: string | undefined;
  readonly cycle: { readonly id: string; readonly period?: Period | undefined };
  /** Of this subject and this cycle only; anything else is refused. */
  readonly evidence: readonly EvidenceItem[];
  readonly coverage?: readonly Coverage[] | undefined;
}

/** Reads the claims of a text and holds each against evidence. A model may stand behind it, hence the promise. */
export interface ClaimEngine {
  readonly name: string;
  readonly version: string;
  check(input: ClaimCheckInput): readonly ClaimVerdict[] | Promise<readonly ClaimVerdict[]>;
}

/**
 * The engine that needs nothing from outside: rules, counting and word overlap; English only.
 * It finds a contradiction only where number, date, doer, status or polarity can be compared, and records only where every word of
 * the clause was understood; a paraphrase that shares few words with its evidence it calls unsupported.
 */
export const embeddedClaimEngine = {
  name: 'embedded',
  version: '4',

  /** @throws EvidenceOutOfScopeError when evidence of another person or cycle is among the evidence. */
  check({ text, subject, isSelfReview = false, writtenOn, cycle, evidence, coverage = [] }: ClaimCheckInput): ClaimVerdict[] {
    const index = indexEvidence(evidence, { subjectPersonId: subject.personId, cycleId: cycle.id });
    const names = (subject.names ?? []).filter((name) => name.trim() !== '');
    const read = readClaims(text, {
      subjectNames: names,
      familyName: subject.familyName,
      isByTheSubject: isSelfReview,
      knownProjects: [...new Set(evidence.flatMap(({ facts }) => facts?.project ?? []))],
      yearOf: yearFrom(cycle.period, evidence, writtenOn),
    });
    const context = {
      subjectPersonId: subject.personId,
      subjectNames: names,
      index,
      cyclePeriod: cycle.period,
      writtenOn,
      coverage,
      areNamesKnown: names.length > 0,
    };
    return read.map((claim) => checkClaim(claim, context));
  },
} satisfies ClaimEngine;

/**
 * A month without a year lies in the cycle; where the cycle has no dates, in the one year that all evidence shares. "This year" is the
 * year of the cycle, unless it was written in another one.
 */
function yearFrom(cyclePeriod: Period | undefined, evidence: readonly EvidenceItem[], writtenOn: string | undefined): YearOf {
  const within = yearWithin(cyclePeriod ?? sharedYear(evidence));
  return (month) => {
    const year = within(month);
    return month === undefined && writtenOn !== undefined && Number(writtenOn.slice(0, 4)) !== year ? undefined : year;
  };
}

function sharedYear(evidence: readonly EvidenceItem[]): Period | undefined {
  const years = new Set(evidence.flatMap((item) => (finishedOn(item.facts) ?? item.occurredOn ?? '').slice(0, 4) || []));
  return years.size === 1 ? monthsPeriod(Number([...years][0]), 1, 12) : undefined;
}
