import { z } from 'zod';
import { Delivery } from '../outbox/deliver.js';
import { type MessageView, Outbox } from '../outbox/outbox.js';
import { Preview, type SeenMessage } from '../outbox/preview.js';
import type { DemoResult } from './result.js';
import { service, type Stage } from './stage.js';
import { atTheSource } from './sources.js';

/** What was disturbed on purpose, by message. */
export interface Disturbed {
  readonly changedAfterPreview: string;
  readonly answerLostAfter: string;
  readonly answerLostBefore: string;
}

const OUTCOME_ROWS = 'tables/customCalibrationOutcome$';

/**
 * Looks before writing, approves, and sends, while three things go wrong that do go wrong: somebody edits a field after it was
 * looked at, one answer is lost after the write landed, and one before it did.
 */
export async function writeBack(
  stage: Stage,
): Promise<{ disturbed: Disturbed; messages: readonly MessageView[]; outbox: DemoResult['outbox'] }> {
  const { tenantId, reviewer, system, narrator, sources } = stage;
  const preview = service(stage, Preview);
  const planned = await service(stage, Outbox).list(tenantId, reviewer, 'planned');
  const seen = await narrator.step(
    'reading what each source holds now, before anything is written',
    async () => {
      const looked: SeenMessage[] = [];
      for (const { id } of planned) looked.push(await preview.look(tenantId, reviewer, id));
      return looked;
    },
    ({ length }) => `${length} messages previewed`,
  );
  await narrator.step('approving them, as a second act', () => preview.approve(tenantId, reviewer, seen));

  const disturbed = await disturb(stage, planned);
  const delivery = service(stage, Delivery);
  await narrator.step('sending each once, and looking again', async () => {
    await delivery.deliverDue(tenantId, system);
    for (let due = await delivery.nextDue(tenantId, system); due !== undefined; due = await delivery.nextDue(tenantId, system)) {
      await until(due);
      await delivery.deliverDue(tenantId, system);
    }
  });
  sources.bamboohr.faults.clear();
  const messages = await service(stage, Outbox).list(tenantId, reviewer);
  const count = (state: string) => messages.filter((message) => message.state === state).length;
  const outbox = {
    planned: planned.length,
    verified: count('verified'),
    conflict: count('conflict'),
    unknown: count('unknown'),
    rejected: count('rejected'),
  };
  narrator.say(
    `${outbox.verified} verified by reading back, ${outbox.conflict} in conflict, ${outbox.unknown} unknown, ${outbox.rejected} rejected`,
  );
  return { disturbed, messages, outbox };
}

async function disturb({ sources, narrator }: Stage, planned: readonly MessageView[]): Promise<Disturbed> {
  const [update] = planned.filter(({ operation }) => operation === 'employee.update');
  const rows = planned.filter(({ operation }) => operation === 'outcome-row.create');
  const [first, second] = rows;
  if (update === undefined || first === undefined || second === undefined) throw new Error('there are too few messages to disturb');
  await atTheSource(sources.bamboohr, 'set-field', {
    employeeId: update.entity.replace('employee:', ''),
    field: 'customLastRating',
    value: otherRating(update.change),
  });
  narrator.say('behind our back: somebody edits one of the fields after it was looked at');
  // Requests of different people leave side by side; the employee in the path says whose answer is lost.
  sources.bamboohr.faults.arm({ method: 'POST', path: pathOf(first), fault: { kind: 'lose-answer', when: 'after' } });
  sources.bamboohr.faults.arm({ method: 'POST', path: pathOf(second), fault: { kind: 'lose-answer', when: 'before' } });
  narrator.say('on the wire: one answer will be lost after the write landed, and one request before it does');
  return { changedAfterPreview: update.id, answerLostAfter: first.id, answerLostBefore: second.id };
}

const settingRating = z.object({ fields: z.object({ customLastRating: z.string() }) });

/** What nobody decided: a value that is there already would be nothing for a person to settle. */
export const otherRating = (change: unknown): string => (settingRating.parse(change).fields.customLastRating === '1' ? '2' : '1');

const pathOf = ({ entity }: MessageView) => `/employees/${entity.replace('employee:', '')}/${OUTCOME_ROWS}`;

/** Waits for the moment itself: what is due then cannot be had earlier. */
const until = (due: Date) => new Promise<void>((reached) => setTimeout(reached, Math.max(0, due.getTime() - Date.now()) + 5));
