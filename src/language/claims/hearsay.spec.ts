import { describe, expect, test } from '@jest/globals';
import { verdictsAboutJonas } from '../../../test/builders/a-review-of-jonas.js';
import { anEvidenceItem } from '../../../test/builders/evidence-item.js';

/** What others wrote of somebody in the cycle. */
const evidence = [
  'Jonas presented the quarterly numbers to the board in March 2026.',
  'Response times improved from 40 to 25 hours after Jonas changed the rota.',
  'Jonas did not attend the vendor workshop because he was on parental leave in January.',
  'Jonas trained four new colleagues on the export tool. He never lost his patience.',
  'I missed clear written updates from Jonas in the first weeks; since April he writes a summary every Friday.',
  'Maria led the customer workshop in Lisbon and Jonas supported her with the technical demo.',
  'The release on 14 April went out without incidents thanks to Jonas.',
].map((text, at) => anEvidenceItem({ id: `f-${at}`, kind: 'feedback', text }));
const verdictsOf = (text: string) => verdictsAboutJonas(text, evidence);

describe('what others wrote', () => {
  test.each([
    'Jonas presented the quarterly numbers to the board again in June.',
    'Jonas presented the yearly numbers to the board in January 2026.',
    'Response times fell by 15 hours after Jonas changed the rota.',
    'Response times improved to 22 hours in June after Jonas changed the rota.',
    'Before Jonas changed the rota, response times were at 40 hours.',
    'Jonas attended the vendor workshop in May.',
    'Jonas attended the second vendor workshop after his parental leave.',
    'Jonas trained two of the new colleagues on the export tool in March and two in April.',
    'Jonas trained six colleagues on the export tool, four of them new.',
    'Jonas writes clear written updates since April.',
    'I no longer miss clear written updates from Jonas.',
    'Jonas led the technical demo at the customer workshop in Lisbon.',
    'Jonas supported Maria at the customer workshop in Lisbon.',
    'Jonas did not lead the customer workshop in Lisbon; Maria did.',
    'There were no incidents in the April release.',
    'Jonas planned the release on 3 April, and it went out without incidents.',
  ])('does not refute what is true beside it: %s', (sentence) => {
    expect(verdictsOf(sentence)).not.toContain('contradicted');
  });

  test.each([
    'Jonas presented the quarterly numbers to the board in February 2026.',
    'Jonas did not present the quarterly numbers to the board in March.',
    'Jonas trained nine new colleagues on the export tool.',
    'Jonas attended the vendor workshop in January.',
    'Jonas led the customer workshop in Lisbon.',
  ])('refutes who says the same with another day, number or doer, or denies it: %s', (sentence) => {
    expect(verdictsOf(sentence)).toContain('contradicted');
  });

  test.each([
    ['The release on 14 April went out with incidents.', 'partly'],
    ['The release on 14 April went out without incidents.', 'supported'],
    ['The release on 14 April went out.', 'supported'],
  ])('bears nothing out of which it says that there was none: %s', (sentence, verdict) => {
    expect(verdictsOf(sentence)).toEqual([verdict]);
  });
});
