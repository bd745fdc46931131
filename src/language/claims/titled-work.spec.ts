import { describe, expect, test } from '@jest/globals';
import { verdictsAboutJonas } from '../../../test/builders/a-review-of-jonas.js';
import { anEvidenceItem, aWorkItem } from '../../../test/builders/evidence-item.js';

/** Work and goals as they are known by their titles: what people say of them in their own words. */
const aTask = (issueKey: string, title: string, resolvedOn?: string) => ({
  ...aWorkItem({ issueKey, title, project: 'Falcon', ...(resolvedOn === undefined ? { status: 'In progress' } : { resolvedOn }) }),
  text: title,
});
const aGoal = (title: string, facts: { status: string; percentComplete: number; completedOn?: string }) =>
  anEvidenceItem({ id: title, kind: 'goal', text: title, facts: { title, dueOn: '2026-05-31', ...facts } });
const evidence = [
  aTask('FAL-4', 'Document the export format', '2026-02-17'),
  aTask('FAL-6', 'Write load tests', '2026-03-25'),
  aTask('FAL-8', 'Retire the old scheduler', '2026-05-13'),
  aTask('FAL-9', 'Rotate certificates', '2026-03-18'),
  aTask('FAL-20', 'Upgrade the driver'),
  aGoal('Reduce ticket backlog by 30 percent', { status: 'done', percentComplete: 100, completedOn: '2026-05-20' }),
  aGoal('Migrate payroll exports to the new platform', { status: 'open', percentComplete: 75 }),
  aGoal('Launch the mentoring programme', { status: 'missed', percentComplete: 40 }),
];
const verdictsOf = (text: string) => verdictsAboutJonas(text, evidence);

describe('what is done more than once, in steps, or in one place first', () => {
  test.each([
    'Jonas rotated certificates in September 2025.',
    'Jonas rotated certificates on 22 March 2026.',
    'Jonas wrote load tests in March, April and May.',
    'Jonas documented the export format in January and it was reviewed in February.',
    'The export format was documented on 12 February and approved on 17 February 2026.',
    'Jonas completed "Migrate payroll exports to the new platform" in Germany.',
    'Jonas finished FAL-6 on 20 March 2026.',
    'Jonas completed FAL-6 over February, March and April 2026.',
    'Jonas fixed FAL-9 in February 2026.',
    'The mentoring programme was launched in Berlin.',
    'The driver upgrade was completed in Production.',
  ])('is not refuted by the day or the state of the record that is called so: %s', (sentence) => {
    expect(verdictsOf(sentence)).not.toContain('contradicted');
  });

  test.each([
    'Jonas closed "Rotate certificates" in May 2026.',
    'Jonas closed FAL-6 on 20 March 2026.',
    'Jonas finished FAL-6 in April 2026.',
    'Jonas finished FAL-8 on 2 April 2026.',
    'Jonas completed "Reduce ticket backlog by 30 percent" in February 2026.',
    'Jonas completed "Launch the mentoring programme".',
    'Jonas closed FAL-20 in Falcon.',
  ])('is where it is said to be finished as a whole: %s', (sentence) => {
    expect(verdictsOf(sentence)).toContain('contradicted');
  });

  test.each(['Jonas closed FAL-4 in Berlin.', 'The mentoring programme was launched in Berlin, not in Lisbon.'])(
    'is not borne out for a place of which the record says nothing: %s',
    (sentence) => {
      expect(verdictsOf(sentence)).not.toContain('supported');
    },
  );
});

describe('that something was not done', () => {
  test.each([
    'Jonas did not write load tests.',
    'Jonas failed to write load tests.',
    'No load tests were written by Jonas.',
    'Jonas hardly wrote load tests.',
    'Jonas has not retired the old scheduler.',
    'The old scheduler was not retired.',
    'Jonas failed to reduce ticket backlog by 30 percent.',
  ])('is not borne out by the record that it was: %s', (sentence) => {
    expect(verdictsOf(sentence)).not.toContain('supported');
  });

  test.each(['Jonas did not upgrade the driver.', 'Jonas has not upgraded the driver.'])(
    'is borne out where the record is still open: %s',
    (sentence) => {
      expect(verdictsOf(sentence)).toEqual(['supported']);
    },
  );
});
