import { typed } from '../config/typed.js';
import type { QuarantinedView } from '../ingest/waiting.js';
import { table } from './command.js';

const HEADS = ['id', 'connection', 'stream', 'record', 'field', 'why'];

/** What waits in quarantine, and the ways out of it. A stream's records stand together, the stream of the newest first, and the lines of a file in their order. */
export function quarantineLines(waiting: readonly QuarantinedView[]): string[] {
  if (waiting.length === 0) return ['nothing waits in quarantine'];
  const inOrder = [...Map.groupBy(waiting, ({ connection, stream }) => `${connection} ${stream}`).values()].flatMap((ofOneStream) =>
    ofOneStream.toSorted((one, other) => byName.compare(one.key, other.key)),
  );
  return [
    ...table([HEADS, ...inOrder.map(({ id, connection, stream, key, path, reason }) => [id, connection, stream, key, path, reason])]),
    '',
    'Mend a record at its source and sync: what fits then leaves by itself, and so does what is gone, with the next full read.',
    'What an import brought: mend the file or its mapping, and import it again, with the mapping.',
    `The mapping of a connection was mended, or the hub's own with a new version of it: ${typed('quarantine replay')}`,
    `One needs no looking at: ${typed('quarantine dismiss ID --reason …')}`,
  ];
}

const byName = new Intl.Collator('en', { numeric: true });
