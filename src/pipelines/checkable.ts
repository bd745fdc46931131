import type { EvidenceItem } from '../language/claims/evidence.js';
import type { ClaimVerdict } from '../language/claims/verdict.js';
import type { CalibrationInput } from './calibration-input.js';

/** Kinds of evidence that a tenant has of a cycle, whoever it is of. */
export type KnownEvidence = ReadonlySet<EvidenceItem['kind']>;

/** What there is of anybody, or was read completely though there is none. */
export const knownEvidence = ({ evidence, coverage }: Pick<CalibrationInput, 'evidence' | 'coverage'>): KnownEvidence =>
  new Set([...evidence, ...coverage].map(({ kind }) => kind));

/**
 * Whether anything that is known could bear a claim out. Where a tenant has no work of anybody, that none bears out a number of
 * issues says nothing of it: no system that holds issues was read.
 */
export function couldBeBorneOut({ claim }: ClaimVerdict, known: KnownEvidence): boolean {
  if (known.has('review') || known.has('feedback')) return true; // they may speak of anything
  const isOfWork = OF_WORK.test(claim.text) || claim.entities.some(({ kind }) => kind === 'issue-key' || kind === 'project');
  const isOfGoals = OF_GOALS.test(claim.text);
  const isOfEither = isOfWork === isOfGoals; // a deed may be a goal that was reached, as well as work that was done
  return (known.has('work-item') && (isOfEither || isOfWork)) || (known.has('goal') && (isOfEither || isOfGoals));
}

const OF_WORK = /\b(?:issues?|tickets?|tasks?|bugs?|defects?|stor(?:y|ies)|story points?|epics?|incidents?|sprints?)\b/iu;
/** Only goals have a day on which they are due. */
const OF_GOALS = /\b(?:goals?|objectives?|okrs?|deadlines?)\b/iu;
