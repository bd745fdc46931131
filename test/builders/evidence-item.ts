import type { EvidenceFacts, EvidenceItem } from '../../src/language/claims/evidence.js';

/** A valid piece of evidence of person p-1 in cycle 2026-H1. A test names only the fields it is about. */
export const anEvidenceItem = (fields: Partial<EvidenceItem> = {}): EvidenceItem => ({
  id: 'e-1',
  version: 1,
  subjectPersonId: 'p-1',
  cycleId: '2026-H1',
  kind: 'feedback',
  text: 'Wrote the release notes.',
  ...fields,
});

/** A finished work item, unless its facts say otherwise. */
export const aWorkItem = (facts: Partial<EvidenceFacts> & { readonly issueKey: string }): EvidenceItem =>
  anEvidenceItem({
    id: facts.issueKey,
    kind: 'work-item',
    text: `Work on ${facts.issueKey}`,
    facts: { project: 'Atlas', status: 'Done', assignee: 'p-1', ...facts },
  });

/** 14 Atlas issues resolved from February to April 2026 (10 of them in the first quarter), 2 in May, 3 Borealis issues in March, one open. */
export const atlasWork = (): EvidenceItem[] => [
  ...[
    '02-02',
    '02-09',
    '02-17',
    '02-24',
    '02-28',
    '03-03',
    '03-10',
    '03-17',
    '03-24',
    '03-31',
    '04-01',
    '04-14',
    '04-21',
    '04-30',
    '05-01',
    '05-12',
  ].map((day, index) => aWorkItem({ issueKey: `ATL-${101 + index}`, resolvedOn: `2026-${day}` })),
  ...['03-05', '03-12', '03-19'].map((day, index) =>
    aWorkItem({ issueKey: `BOR-${11 + index}`, project: 'Borealis', resolvedOn: `2026-${day}` }),
  ),
  aWorkItem({ issueKey: 'ATL-140', status: 'In Progress' }),
];

/** Of three goals one reached on time, one reached late, and one due at the end of the cycle that stands at 60 percent. */
export const threeGoals = (): EvidenceItem[] =>
  Object.entries<EvidenceFacts>({
    'Cut invoice processing time': { status: 'done', percentComplete: 100, dueOn: '2026-04-30', completedOn: '2026-04-22' },
    'Document the billing interfaces': { status: 'open', percentComplete: 60, dueOn: '2026-06-30' },
    'Publish the onboarding handbook': { status: 'done', percentComplete: 100, dueOn: '2026-03-31', completedOn: '2026-05-04' },
  }).map(([title, facts]) => anEvidenceItem({ id: title, kind: 'goal', text: title, facts: { title, ...facts } }));
