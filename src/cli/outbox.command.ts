import { type Command, Option } from 'commander';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { typed } from '../config/typed.js';
import { Delivery } from '../outbox/deliver.js';
import { type MessageView, Outbox } from '../outbox/outbox.js';
import { Preview, type SeenMessage, seenMessage } from '../outbox/preview.js';
import { Settlement } from '../outbox/settlement.js';
import { type OutboxState, outboxStates } from '../outbox/states.js';
import { anId, atTheDesk, common, type CommonOptions, type ExitCode, inWords } from './command.js';
import { messageLines, outboxLines, previewLines } from './message-lines.js';
import { acceptCommand } from './outbox-accept.command.js';
import { waitingLines } from './waiting-lines.js';

export function outboxCommand(program: Command): void {
  const group = program.command('outbox').description('what is on its way to the sources');

  common(group.command('list'))
    .addOption(new Option('--state <state>', 'only these').choices(outboxStates))
    .action((options: CommonOptions & { state?: string }) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const messages = await app.get(Outbox, { strict: false }).list(tenantId, actor, options.state);
        return {
          json: { messages },
          lines: messageLines(messages),
          code: codeOf(messages),
        };
      }),
    );

  common(group.command('preview'))
    .argument('<message>', 'its id', anId)
    .description('read what the source holds now, and show what would change')
    .action((message: string, options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const looked = await app.get(Preview, { strict: false }).look(tenantId, actor, message);
        return {
          json: { ...looked, approve: asSeen(looked) },
          lines: [...previewLines(looked), `Approve it, as you see it here: ${typed(`outbox approve ${asSeen(looked)}`)}`],
        };
      }),
    );

  common(group.command('approve <messages...>'))
    .description('approve messages as `preview` showed them, by what it printed (ID@BASE.INTENT); an approval ends by itself')
    .action((messages: string[], options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const seen = messages.map(seenOf);
        const approved = await app.get(Preview, { strict: false }).approve(tenantId, actor, seen);
        return {
          json: { approved },
          lines: [`${approved.length} approved. Send them with: ${typed('outbox deliver')}`],
        };
      }),
    );

  for (const [act, what] of SETTLEMENTS) {
    common(group.command(act))
      .argument('<message>', 'its id', anId)
      .description(what)
      .requiredOption('--reason <text>', 'why, in words', inWords)
      .action((message: string, options: CommonOptions & { reason: string }) =>
        atTheDesk(options, async ({ app, actor, tenantId }) => {
          const { id, state } = await app
            .get(Settlement, { strict: false })
            .settle(tenantId, actor, message, { act, reason: options.reason });
          const anew = id === message ? '' : `, in the place of ${message}`;
          return { json: { message: id, state }, lines: [`${id} is ${state} now${anew}`] };
        }),
      );
  }

  acceptCommand(group);

  common(group.command('deliver'))
    .description('send what is approved, look again, and settle what was left open')
    .action((options: CommonOptions) =>
      atTheDesk(options, async ({ app, actor, tenantId }) => {
        const delivery = app.get(Delivery, { strict: false });
        const steps = await delivery.deliverDue(tenantId, actor);
        const outbox = app.get(Outbox, { strict: false });
        const counts = await outbox.counts(tenantId, actor);
        const waiting = await outbox.waiting(tenantId, actor);
        const due = await delivery.nextDue(tenantId, actor);
        const states: Partial<Record<OutboxState, number>> = {};
        for (const { state, count } of counts) states[state] = (states[state] ?? 0) + count;
        return {
          json: { steps, states, waiting, due: due ?? null },
          lines: [...outboxLines(steps, states), ...waitingLines(waiting)],
          code: codeOf(counts),
        };
      }),
    );
}

const asSeen = ({ id, baseHash, intentHash }: SeenMessage): string => `${id}@${baseHash}.${intentHash}`;

/** @throws AskedWronglyError when it is not what a preview prints: nobody says then which state of the source they saw. */
function seenOf(argument: string): SeenMessage {
  const [id, hashes = ''] = argument.split('@');
  const [baseHash, intentHash] = hashes.split('.');
  const parsed = seenMessage.safeParse({ id, baseHash, intentHash });
  if (parsed.success) return parsed.data;
  throw new AskedWronglyError(
    `${argument} does not say what you saw; look first, and approve by what that prints: ${typed(`outbox preview ${id ?? 'ID'}`)}`,
  );
}

/** What a person may say of a message that came to no end by itself. */
const SETTLEMENTS = [
  ['cancel', 'a message shall not be sent, or not again'],
  [
    'plan-again',
    'judge a conflict anew, against what the source holds now; or plan a rejected or a cancelled change once more, as a new message',
  ],
  [
    'send-again',
    'send a parked message once more: you looked, and it is not there; the source is asked first, and what is found is not sent',
  ],
] as const;

/** States in which somebody has to look: at what would be written, or at what came to no end. */
const WAITING: ReadonlySet<OutboxState> = new Set(['planned', 'conflict', 'parked', 'unknown', 'rejected']);
const codeOf = (messages: readonly Pick<MessageView, 'state' | 'takenUp'>[]): ExitCode =>
  messages.some(({ state, takenUp }) => WAITING.has(state) && !takenUp) ? 3 : 0;
