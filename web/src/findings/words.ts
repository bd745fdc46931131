import { spelled } from '../pictures/figures';

/** Kinds of finding and case in a person's words; one that is new here is spelled out as it is. */
const KINDS: Readonly<Record<string, string>> = {
  'claim-contradicted': 'Contradicted claims',
  'claim-unsupported': 'Unsupported claims',
  'rating-variance': 'Ratings that differ',
  'review-claims': 'Claims in reviews',
  'leading-theme': 'Leading themes',
  'low-score': 'Low scores',
  'clear-change': 'Clear changes',
  listening: 'Survey findings',
};

export const kindInWords = (kind: string): string => KINDS[kind] ?? spelled(kind);
