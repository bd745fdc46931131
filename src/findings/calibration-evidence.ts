import type { EvidenceItem } from '../language/claims/evidence.js';
import type { Held } from '../records/records.js';
import type { ReviewCycle } from './review-cycle.js';

/** Work and goals as evidence for the cycle: of somebody known, and from its days where it has any. */
export function evidenceOf(held: readonly (Held<'work-item'> | Held<'goal'>)[], cycle: ReviewCycle): EvidenceItem[] {
  return held.flatMap((one) => {
    if (one.personId === null) return [];
    const item = { id: one.id, version: one.version, subjectPersonId: one.personId, cycleId: cycle.id };
    if (isGoal(one)) return goalFallsInto(one, cycle) ? [asGoal(item, one)] : [];
    return fallsInto(one, cycle) ? [asWork(item, one)] : [];
  });
}

type Item = Pick<EvidenceItem, 'id' | 'version' | 'subjectPersonId' | 'cycleId'>;

const isGoal = (one: Held<'work-item'> | Held<'goal'>): one is Held<'goal'> => 'owner' in one.record;

/** Work that was finished before the cycle began, or begun after it ended, says nothing about it. */
function fallsInto({ record }: Held<'work-item'>, { opensOn, closesOn }: ReviewCycle): boolean {
  if (opensOn === null || closesOn === null) return true;
  return (record.resolvedOn ?? closesOn) >= opensOn && record.createdOn <= closesOn;
}

/** A goal that was reached before the cycle began, or was due before it and is still open, belongs to another one. */
function goalFallsInto({ record: { completedOn, dueOn } }: Held<'goal'>, { opensOn, closesOn }: ReviewCycle): boolean {
  if (opensOn === null || closesOn === null) return true;
  if (completedOn !== null) return completedOn >= opensOn && completedOn <= closesOn;
  return dueOn === null || dueOn >= opensOn;
}

function asWork(item: Item, { record }: Held<'work-item'>): EvidenceItem {
  const { title, reference, project, resolvedOn, points, state, createdOn } = record;
  return {
    ...item,
    kind: 'work-item',
    text: title,
    occurredOn: resolvedOn ?? createdOn,
    facts: {
      issueKey: reference,
      title,
      project,
      status: state === 'done' ? 'Done' : state === 'new' ? 'To do' : 'In progress',
      ...(resolvedOn === null ? {} : { resolvedOn }),
      ...(points === null ? {} : { storyPoints: points }),
    },
  };
}

function asGoal(item: Item, { record }: Held<'goal'>): EvidenceItem {
  const { title, dueOn, completedOn, percentComplete, status } = record;
  return {
    ...item,
    kind: 'goal',
    text: title,
    ...(completedOn === null && dueOn === null ? {} : { occurredOn: completedOn ?? dueOn ?? '' }),
    facts: {
      title,
      ...(percentComplete === null ? {} : { percentComplete }),
      ...(status === null ? {} : { status }),
      ...(dueOn === null ? {} : { dueOn }),
      ...(completedOn === null ? {} : { completedOn }),
    },
  };
}
