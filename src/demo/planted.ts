import type { MessageView } from '../outbox/outbox.js';
import type { DemoResult, DemoSync } from './result.js';
import type { Stage } from './stage.js';
import type { Disturbed } from './write-back.js';
import type { FindingView } from '../findings/finding.js';

type Incident = DemoResult['planted'][number];

/** Effects a source's own ledger holds with the mark, or on the target, of a message. */
const effectsOn = ({ sources }: Stage, { entity, operation }: MessageView): number => {
  const employee = entity.replace('employee:', '');
  return sources.bamboohr.ledger.effects.filter(({ kind, target }) =>
    operation === 'outcome-row.create'
      ? kind === 'table-row.create' && target.startsWith(`${employee}/customCalibrationOutcome`)
      : kind === 'employee.update' && target === employee,
  ).length;
};

/** Each disturbed message: what it should have come to, and what it came to. */
export function disturbedIncidents(stage: Stage, disturbed: Disturbed, messages: readonly MessageView[]): Incident[] {
  const came = (id: string, name: string, expected: string): Incident => {
    const message = messages.find((one) => one.id === id);
    if (message === undefined) throw new Error(`the message ${id} is gone`);
    return { name, expected, found: `${message.state}, ${effectsOn(stage, message)} effect${effectsOn(stage, message) === 1 ? '' : 's'}` };
  };
  return [
    came(disturbed.changedAfterPreview, 'value changed at the source after the preview', 'conflict, 0 effects'),
    came(disturbed.answerLostAfter, 'answer lost after the write landed', 'verified, 1 effect'),
    came(disturbed.answerLostBefore, 'answer lost before the write landed', 'verified, 1 effect'),
  ];
}

/** What the calibration was to find, against the generator's truth. */
export function calibrationIncidents({ company }: Stage, findings: readonly FindingView[]): Incident[] {
  const { contradictedClaim, lenientManager } = company.truth.planted;
  const nameOf = (personId: string) => {
    const person = company.people.find(({ id }) => id === personId);
    return person === undefined ? '' : `${person.preferredName ?? person.firstName} ${person.lastName}`;
  };
  const contradicted = findings
    .filter(({ kind }) => kind === 'claim-contradicted')
    .flatMap(({ body }) => body.sentences.map(({ text }) => text));
  const variance = findings.filter(({ kind }) => kind === 'rating-variance').map(({ subject }) => subject ?? '');
  return [
    { name: 'claim the evidence contradicts', expected: contradictedClaim.sentence, found: contradicted.join(' | ') || 'none' },
    { name: 'manager rating visibly higher', expected: nameOf(lenientManager.personId), found: variance.join(' | ') || 'none' },
  ];
}

/** What the syncs were to notice. */
export function syncIncidents(
  { company }: Stage,
  quarantined: readonly { readonly stream: string; readonly key: string; readonly path: string }[],
  afterLoss: readonly DemoSync[],
): Incident[] {
  const { rejectedRecord } = company.truth.planted;
  const rejected = quarantined.map(({ stream, key, path }) => `${stream} ${key} ${path}`);
  return [
    {
      name: 'record that does not fit',
      expected: `employees ${rejectedRecord.personId} ${rejectedRecord.field}`,
      found: rejected.join(' | ') || 'none',
    },
    {
      name: 'field that stopped coming',
      expected: 'employees suspect',
      found: afterLoss.map(({ stream, state }) => `${stream} ${state}`).join(' | ') || 'none',
    },
  ];
}
