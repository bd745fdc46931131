import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { AskedWronglyError } from '../../connectors/kit/errors.js';
import { typed } from '../config/typed.js';
import { Acceptance } from '../outbox/acceptance.js';
import { keyedHash } from '../outbox/preview.js';
import { atTheDesk, common, type CommonOptions, inWords, table } from './command.js';
import { whose } from './message-lines.js';

/** In two acts, as an approval: what stands at a source is shown, and then accepted as it was seen. */
export function acceptCommand(group: Command): void {
  common(group.command('accept'))
    .argument('<message>', 'its id, to look; to accept, what looking prints: ID@HASH', seen)
    .description(
      'leave what stands at the source as it is, in the place of what was decided: shows it first, and accepts it as it was shown',
    )
    .option('--reason <text>', 'why, in words', inWords)
    .action(({ message, heldHash }: Seen, options: CommonOptions & { reason?: string }) => {
      const { reason } = options;
      if (heldHash !== undefined && reason === undefined)
        throw new AskedWronglyError('say why what stands there may stay: --reason, in words; it is kept with it');
      return atTheDesk(options, async ({ app, actor, tenantId }) => {
        const acceptance = app.get(Acceptance, { strict: false });
        if (heldHash === undefined || reason === undefined) {
          const standing = await acceptance.look(tenantId, actor, message);
          const { fields } = standing;
          const accept = `${message}@${standing.heldHash}`;
          const rows = fields.map(({ field, held, wanted }) => [field, JSON.stringify(held), JSON.stringify(wanted)]);
          return {
            json: { message, ...standing, accept },
            lines: [
              whose(standing),
              ...table([['field', 'stands there', 'was wanted'], ...rows]),
              `Accept it, as you see it here: ${typed(`outbox accept ${accept} --reason …`)}`,
            ],
          };
        }
        const { id, state } = await acceptance.accept(tenantId, actor, message, { heldHash, reason });
        return {
          json: { message: id, state },
          lines: [
            `${id} is ${state} now, and what stands there was accepted in its place; where it was ever sent, it is compared with that from here on`,
          ],
        };
      });
    });
}

interface Seen {
  readonly message: string;
  /** Absent before anybody looked. */
  readonly heldHash: string | undefined;
}
const seenText = z.tuple([z.uuid(), keyedHash.optional()]);

/** @throws InvalidArgumentError, which ends the command as asked wrongly. */
function seen(text: string): Seen {
  const { success, data } = seenText.safeParse(text.split('@'));
  if (!success) throw new InvalidArgumentError('It is the id of a message, as the list prints it, or what looking at one prints: ID@HASH.');
  const [message, heldHash] = data;
  return { message, heldHash };
}
