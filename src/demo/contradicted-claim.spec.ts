import { expect, test } from '@jest/globals';
import { type Company, generateCompany } from '../../simulators/company/company.js';
import { embeddedClaimEngine } from '../language/claims/claim-engine.js';
import type { EvidenceItem } from '../language/claims/evidence.js';

/** In some of these the false sentence was once about a launch, whose day no record of its work refutes. */
test.each([1, 4, 7, 28])('the false sentence in the reviews of company %d is found, and no other', (seed) => {
  const company = generateCompany({ seed });

  const found = company.reviews.flatMap(({ id, subjectId, text, submittedOn }) => {
    const { firstName, lastName, preferredName } = company.people.find((one) => one.id === subjectId) ?? {};
    const verdicts = embeddedClaimEngine.check({
      text,
      subject: { personId: subjectId, names: [firstName, lastName, preferredName].filter((name) => name != null) },
      writtenOn: submittedOn,
      cycle: { id: company.cycle.id, period: { from: company.cycle.startsOn, to: company.cycle.endsOn } },
      evidence: workOf(company, subjectId),
    });
    return verdicts
      .filter(({ verdict }) => verdict === 'contradicted')
      .map(({ claim }) => ({ reviewId: id, sentence: text.slice(claim.start, claim.end) }));
  });

  const { reviewId, sentence } = company.truth.planted.contradictedClaim;
  expect(found).toEqual([{ reviewId, sentence }]);
});

const workOf = ({ issues, cycle, projects }: Company, personId: string): EvidenceItem[] =>
  issues
    .filter(({ assigneeId }) => assigneeId === personId)
    .map(({ key, project, type, summary, status, resolvedOn }) => ({
      id: key,
      version: 1,
      subjectPersonId: personId,
      cycleId: cycle.id,
      kind: 'work-item',
      text: summary,
      facts: {
        issueKey: key,
        title: summary,
        project: projects.find((one) => one.key === project)?.name ?? project,
        issueType: type,
        status,
        assignee: personId,
        ...(resolvedOn === null ? {} : { resolvedOn }),
      },
    }));
