import type { CalibrationInput } from './calibration-input.js';
import type { ClaimVerdict } from '../language/claims/verdict.js';

/** Kinds of evidence a tenant may know of a cycle, whoever it is of. */
export type KnownEvidence = ReadonlySet<CalibrationInput['evidence'][number]['kind']>;

/** What was found of any of the people, or read completely though nothing was found. */
export const knownEvidence = ({ evidence, coverage }: Pick<CalibrationInput, 'evidence' | 'coverage'>): KnownEvidence =>
  new Set([...evidence, ...coverage].map(({ kind }) => kind));

/**
 * Whether anything that is known could bear a claim out. Where a tenant knows no work of anybody, that none bears a claim out
 * says nothing of it: no system that holds work was read.
 */
export function couldBeBorneOut({ claim }: ClaimVerdict, known: KnownEvidence): boolean {
  if (known.has('review') || known.has('feedback')) return true; // they may speak of anything
  return known.has(OF_GOALS.test(claim.text) ? 'goal' : 'work-item');
}

/** Only goals have a day on which they are due. */
const OF_GOALS = /\b(?:goals?|objectives?|okrs?|deadlines?)\b/iu;
