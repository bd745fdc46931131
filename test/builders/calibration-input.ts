import { z } from 'zod';
import { calibrationInput } from '../../src/pipelines/calibration-input.js';
import type { Rating } from '../../src/pipelines/rating-comparison.js';

/** A valid cycle with nothing in it. A test names only the parts it is about. */
export const aCalibrationInput = (parts: Partial<z.input<typeof calibrationInput>> = {}) =>
  calibrationInput.parse({
    cycle: { id: '2026-H1', label: 'the first half of 2026', scale: { min: 1, max: 5 }, period: { from: '2026-01-01', to: '2026-06-30' } },
    ratings: [],
    reviews: [],
    evidence: [],
    ...parts,
  });

/** One rating for each score, given by one manager to people of their own. */
export const ratingsBy = (reviewerPersonId: string, scores: readonly number[], fields: Partial<Rating> = {}): Rating[] =>
  scores.map((score, index) => ({
    recordId: `r-${reviewerPersonId}-${index}`,
    version: 1,
    subjectPersonId: `${reviewerPersonId}-report-${index}`,
    reviewerPersonId,
    level: 'L3',
    department: 'Engineering',
    score,
    ...fields,
  }));
