import type { Command } from 'commander';
import { Delivery } from '../outbox/deliver.js';
import { type MessageView, Outbox } from '../outbox/outbox.js';
import { Preview } from '../outbox/preview.js';
import { Settlement } from '../outbox/settlement.js';
import { atTheDesk, common, type CommonOptions, type ExitCode, table } from './command.js';

export function outboxCommand(program: Command): void {
  const group = program.command('outbox').description('what is on its way to the sources');

  common(group.command('list'))
    .option('--state <state>', 'only these')
    .action((options: CommonOptions & { state?: string }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const messages = await app.get(Outbox, { strict: false }).list(tenantId, actor, options.state);
        const rows = messages.map(({ id, connection, operation, state, reason }) => [id, connection, operation, state, reason ?? '']);
        return {
          json: { messages },
          lines:
            messages.length === 0 ? ['nothing is on its way'] : table([['message', 'connection', 'operation', 'state', 'why'], ...rows]),
        };
      }),
    );

  common(group.command('preview <message>'))
    .description('read what the source holds now, and show what would change')
    .action((message: string, options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const differences = await app.get(Preview, { strict: false }).look(tenantId, actor, message);
        const rows = differences.map(({ field, now, then }) => [field, JSON.stringify(now), JSON.stringify(then)]);
        return {
          json: { differences },
          lines: [...table([['field', 'now', 'then'], ...rows]), `Approve it with: plumbline outbox approve ${message}`],
        };
      }),
    );

  common(group.command('approve <messages...>'))
    .description('approve messages that somebody has looked at; an approval ends by itself')
    .action((messages: string[], options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        await app.get(Preview, { strict: false }).approve(tenantId, actor, messages);
        return { json: { approved: messages }, lines: [`${messages.length} approved. Send them with: plumbline outbox deliver`] };
      }),
    );

  for (const [name, what, settle] of SETTLEMENTS) {
    common(group.command(`${name} <message>`))
      .description(what)
      .requiredOption('--reason <text>', 'why, in words')
      .action((message: string, options: CommonOptions & { reason: string }) =>
        atTheDesk(options, async ({ app, actor, tenantId }) => {
          await settle(app.get(Settlement, { strict: false }))(tenantId, actor, message, options.reason);
          return { json: { message, settled: name }, lines: [`${message}: ${name}`] };
        }),
      );
  }

  common(group.command('deliver'))
    .description('send what is approved, look again, and settle what was left open')
    .action((options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const delivery = app.get(Delivery, { strict: false });
        const steps = await delivery.deliverDue(tenantId, actor);
        const messages = await app.get(Outbox, { strict: false }).list(tenantId, actor);
        const due = await delivery.nextDue(tenantId, actor);
        const states = Object.fromEntries([...Map.groupBy(messages, ({ state }) => state)].map(([state, some]) => [state, some.length]));
        const later = due === undefined ? [] : [`one or more wait for their source until ${due.toISOString()}; deliver again then`];
        return {
          json: { steps, states, due: due ?? null },
          lines: [
            Object.entries(states)
              .map(([state, count]) => `${state} ${count}`)
              .join(' · ') || 'nothing is on its way',
            ...later,
          ],
          code: codeOf(messages),
        };
      }),
    );
}

/** What a person may say of a message that came to no end by itself. */
const SETTLEMENTS = [
  ['cancel', 'a message shall not be sent, or not again', (settlement: Settlement) => settlement.cancel.bind(settlement)],
  [
    'plan-again',
    'judge a conflict anew, against what the source holds now',
    (settlement: Settlement) => settlement.planAgain.bind(settlement),
  ],
  [
    'send-again',
    'send a parked message once more: you looked, and it is not there',
    (settlement: Settlement) => settlement.sendAgain.bind(settlement),
  ],
] as const;

const WAITING = new Set(['conflict', 'parked', 'unknown', 'rejected']);
const codeOf = (messages: readonly MessageView[]): ExitCode => (messages.some(({ state }) => WAITING.has(state)) ? 3 : 0);
