import { describe, expect, test } from '@jest/globals';
import { aCalibrationInput, ratingsBy } from '../../test/builders/calibration-input.js';
import { anEvidenceItem, atlasWork } from '../../test/builders/evidence-item.js';
import { EvidenceOutOfScopeError } from '../language/claims/evidence.js';
import { calibrate, calibration, checkReviews } from './calibration.js';
import type { CalibrationFinding } from './calibration-finding.js';
import type { WrittenReview } from './calibration-input.js';

const review = (text: string, fields: Partial<WrittenReview> = {}): WrittenReview => ({
  recordId: 'rv-1',
  version: 3,
  subjectPersonId: 'p-1',
  reviewerPersonId: 'm-1',
  subjectNames: ['Noor'],
  text,
  ...fields,
});
const text =
  'Noor is a joy to work with. Noor closed 23 issues in the Atlas project between February and April 2026. ' +
  'Noor closed 3 issues in Borealis in March 2026. Noor organised the supplier fair in May 2026.';
const run = (parts: Parameters<typeof aCalibrationInput>[0]) => calibration.run(aCalibrationInput(parts), undefined);

describe('calibration', () => {
  test('flags the refuted and the unproved sentence of a review, and leaves the true one and the opinion alone', async () => {
    const findings = await run({ reviews: [review(text)], evidence: atlasWork() });

    expect(findings.map(({ kind, sentences }) => [kind, sentences.map((sentence) => [sentence.verdict, sentence.text])])).toEqual([
      ['claim-contradicted', [['contradicted', 'Noor closed 23 issues in the Atlas project between February and April 2026.']]],
      ['claim-unsupported', [['unsupported', 'Noor organised the supplier fair in May 2026.']]],
    ]);
  });

  test('gives every finding its person, its evidence by version and its engine', async () => {
    const [contradicted, unsupported] = await run({ reviews: [review(text)], evidence: atlasWork() });

    expect(contradicted).toMatchObject({
      subjectPersonId: 'p-1',
      reviewerPersonId: 'm-1',
      cycleId: '2026-H1',
      severity: 'high',
      engine: { name: 'embedded', version: '4' },
      review: { id: 'rv-1', version: 3 },
      reason: 'the review says 23 issues; the evidence shows 14 in Atlas between 1 Feb and 30 Apr 2026',
      tally: { supported: 1, partly: 0, contradicted: 1, unsupported: 1, opinion: 1 },
    });
    expect(contradicted?.evidence).toHaveLength(15); // the review and fourteen issues
    expect(unsupported?.evidence).toEqual([{ id: 'rv-1', version: 3 }]);
  });

  test('says of a lenient manager what the numbers cannot tell, and proposes no rating', async () => {
    const ordinary = Array.from({ length: 10 }, (_, index) => ratingsBy(`m-${index}`, [2, 3, 3, 3, 3, 4, 4, 2])).flat();

    const findings = await run({ ratings: [...ordinary, ...ratingsBy('lenient', [4, 5, 5, 4, 5, 4, 5, 4])] });

    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'rating-variance', subjectPersonId: 'lenient', severity: 'high', ratings: 8, poolMean: 3 });
    expect(findings[0]?.reason).toContain('leniency or severity together with any true difference of the team');
    expect(findings[0]?.evidence.map(({ id }) => id)).toEqual(Array.from({ length: 8 }, (_, index) => `r-lenient-${index}`));
    expect(findings[0]?.sentences.map(({ text: sentence }) => sentence)[0]).toBe(
      'The 8 ratings given in the first half of 2026 average 4.50; the 80 that others gave to people of the same levels and function average 3.00.',
    );
  });

  test('says how it averages what others gave, where it is not the plain average of those ratings', async () => {
    const others = Array.from({ length: 10 }, (_none, index) => [
      ...ratingsBy(`m-${index}`, [1, 2, 2, 3], { level: 'L1' }),
      ...ratingsBy(`n-${index}`, [2, 3, 4], { level: 'L2' }),
    ]).flat();
    const lenient = [...ratingsBy('lenient', [5, 4, 5, 5, 4, 5], { level: 'L2' }), ...ratingsBy('lenient', [4, 4], { level: 'L1' })];

    const [found] = await run({ ratings: [...others, ...lenient] });

    expect(found?.sentences[0]?.text).toBe(
      'The 8 ratings given in the first half of 2026 average 4.50; the 70 that others gave to people of the same levels and function average 2.75, each level and function counted as often as it is among the 8.',
    ); // (2 × 2.00 + 6 × 3.00) ÷ 8; plainly added up, the seventy average 2.43
  });

  test('fits its own schema', async () => {
    const ordinary = Array.from({ length: 10 }, (_, index) => ratingsBy(`m-${index}`, [2, 3, 3, 3, 3, 4, 4, 2])).flat();

    const findings = await run({
      ratings: [...ordinary, ...ratingsBy('lenient', [5, 5, 5, 4, 5])],
      reviews: [review(text)],
      evidence: atlasWork(),
    });

    expect(findings).toHaveLength(3);
    for (const finding of findings) expect(calibration.finding.parse(finding)).toEqual(finding);
  });

  test("holds a review against that person's evidence alone", async () => {
    const theirs = atlasWork().map((item) => ({ ...item, id: `other-${item.id}`, subjectPersonId: 'p-2' }));

    const [finding] = await run({
      reviews: [review('Noor closed 14 issues in the Atlas project between February and April 2026.')],
      evidence: theirs,
    });

    expect(finding?.kind).toBe('claim-unsupported');
    expect(finding?.evidence).toEqual([{ id: 'rv-1', version: 3 }]);
  });

  test('refuses evidence of another cycle', async () => {
    const stale = anEvidenceItem({ cycleId: '2025-H2' });

    await expect(run({ reviews: [review(text)], evidence: [stale] })).rejects.toThrow(EvidenceOutOfScopeError);
  });

  test('lets no review bear itself out, and another one may', async () => {
    const claim = 'Noor organised the supplier fair in May 2026.';
    const asEvidence = (id: string) => anEvidenceItem({ id, kind: 'review', text: claim });

    const alone = await checkReviews(aCalibrationInput({ reviews: [review(claim)], evidence: [asEvidence('rv-1')] }));
    const borneOut = await checkReviews(
      aCalibrationInput({ reviews: [review(claim)], evidence: [asEvidence('rv-1'), asEvidence('rv-2')] }),
    );

    expect(alone[0]?.verdicts.map(({ verdict }) => verdict)).toEqual(['unsupported']);
    expect(borneOut[0]?.verdicts.map(({ verdict }) => verdict)).toEqual(['supported']);
  });

  test('takes "I" in a self-review for the person', async () => {
    const own = review('I closed 14 issues in the Atlas project between February and April 2026.', { reviewerPersonId: 'p-1' });

    const [checked] = await checkReviews(aCalibrationInput({ reviews: [own], evidence: atlasWork() }));

    expect(checked?.verdicts.map(({ verdict }) => verdict)).toEqual(['supported']);
  });

  test('finds nothing in an empty cycle, and the same things twice in a full one', async () => {
    const parts = { reviews: [review(text)], evidence: atlasWork(), ratings: ratingsBy('m-1', [3, 3, 4, 5, 2]) };

    expect(await run({})).toEqual([]);
    expect(await run(parts)).toEqual(await run(parts));
  });

  test('lets another engine check the claims', async () => {
    const strict = {
      name: 'strict',
      version: '7',
      check: async ({ evidence }: { evidence: readonly unknown[] }) => {
        expect(evidence).toHaveLength(20);
        return [];
      },
    };

    expect(await calibration.run(aCalibrationInput({ reviews: [review(text)], evidence: atlasWork() }), strict)).toEqual([]);
  });
});

describe('where a kind of evidence is known of nobody', () => {
  const ofWork = 'Noor closed 14 issues in Atlas in March 2026. Noor finished ATL-106 on 3 March 2026.';
  const ofGoals = 'Noor reached all of her goals. Noor never missed a deadline.';
  const ofEither = 'Noor organised the supplier fair in May 2026.';
  const goal = anEvidenceItem({ id: 'g-1', subjectPersonId: 'p-2', kind: 'goal', facts: { title: 'Cut costs', status: 'open' } });
  const work = atlasWork().map((item) => ({ ...item, subjectPersonId: 'p-2' }));
  const said = (findings: readonly CalibrationFinding[]) =>
    findings.map(({ kind, sentences }) => `${kind}: ${sentences.map(({ text: sentence }) => sentence).join(' ')}`);

  test.each([
    ['neither', [], [], 5],
    ['goals alone', [goal], [`claim-unsupported: ${ofGoals} ${ofEither}`], 2],
    ['work alone', work, [`claim-unsupported: ${ofWork} ${ofEither}`], 2],
    ['both', [...work, goal], [`claim-unsupported: ${ofWork} ${ofGoals} ${ofEither}`], 0],
  ])('%s is known: claims of the others are counted, and not called unsupported', async (_known, evidence, found, unchecked) => {
    const calibrated = await calibrate(aCalibrationInput({ reviews: [review(`${ofWork} ${ofGoals} ${ofEither}`)], evidence }));

    expect(said(calibrated.findings)).toEqual(found);
    expect(calibrated.unchecked).toBe(unchecked);
  });

  test('what was read completely, and holds nothing, is known', async () => {
    const coverage = [{ kind: 'work-item' as const, period: { from: '2026-01-01', to: '2026-06-30' } }];

    const { findings, unchecked } = await calibrate(aCalibrationInput({ reviews: [review(ofWork)], coverage }));

    expect(said(findings)).toEqual([`claim-unsupported: ${ofWork}`]);
    expect(unchecked).toBe(0);
  });

  test('what other evidence refutes is found all the same, with how much was left unchecked', async () => {
    const open = { ...goal, subjectPersonId: 'p-1', facts: { title: 'Cut costs', status: 'open', percentComplete: 20 } };

    const { findings } = await calibrate(
      aCalibrationInput({ reviews: [review(`${ofWork} Noor completed the goal "Cut costs".`)], evidence: [open] }),
    );

    expect(findings).toMatchObject([{ kind: 'claim-contradicted', tally: { unsupported: 0, contradicted: 1 }, unchecked: 2 }]);
  });
});
