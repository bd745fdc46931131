import type { MessageView } from '../outbox/outbox.js';
import type { Looked } from '../outbox/preview.js';
import type { OutboxState } from '../outbox/states.js';
import type { ReconciliationRow } from '../reconciliation/report.js';
import { table } from './command.js';

/** What is on its way, and to whose record: nobody can judge a write without knowing whom it is about. */
export function messageLines(messages: readonly MessageView[]): string[] {
  if (messages.length === 0) return ['there is none of these'];
  return table([
    ['message', 'connection', 'operation', 'of', 'about', 'state', 'why'],
    ...messages.map(({ id, connection, operation, entity, about, state, reason }) => [
      id,
      connection,
      operation,
      entity,
      about ?? '',
      state,
      reason ?? '',
    ]),
  ]);
}

/** What was carried on just now, and apart from it what the outbox holds from then and before. */
export function outboxLines(steps: number, states: Partial<Record<OutboxState, number>>): string[] {
  const held = Object.entries(states).map(([state, count]) => `${state} ${count}`);
  if (held.length === 0) return ['nothing is on its way'];
  const now = steps === 0 ? 'nothing was due' : `${steps} ${steps === 1 ? 'step' : 'steps'} done`;
  return [`${now}; of all that was ever planned, now:`, held.join(' · ')];
}

/** Which write it is, and of whose record: whoever accepts or approves it has to know. */
export const whose = ({ connection, operation, entity, about }: Pick<Looked, 'connection' | 'operation' | 'entity' | 'about'>): string =>
  `${operation} over ${connection}, of ${entity}${about === null ? '' : `, about ${about}`}`;

/** What an approval would let be written: over which connection, to whose record, and every field of it. */
export function previewLines({
  connection,
  operation,
  entity,
  about,
  differences,
  note,
}: Pick<Looked, 'connection' | 'operation' | 'entity' | 'about' | 'differences' | 'note'>): string[] {
  return [
    whose({ connection, operation, entity, about }),
    ...table([['field', 'now', 'then'], ...differences.map(({ field, now, then }) => [field, JSON.stringify(now), JSON.stringify(then)])]),
    ...(note === null ? [] : [`Mind: ${note}`]),
  ];
}

/** What is not as it was written, by the message that wrote it; by the source's own name where none of ours did. */
export function exceptionLines(rows: readonly ReconciliationRow[]): string[] {
  const exceptions = rows.filter(({ status }) => status !== 'matched');
  if (exceptions.length === 0) return [];
  return table([
    ['status', 'connection', 'operation', 'of', 'about', 'message', 'why'],
    ...exceptions.map(({ status, connection, operation, entity, about, reference, messageId, reason }) => [
      status,
      connection,
      operation,
      entity ?? reference ?? '',
      about ?? '',
      messageId ?? 'none of ours',
      reason,
    ]),
  ]);
}
