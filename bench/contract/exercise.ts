import type { AnyConnector, AnyOperation, OpenConnection } from '../../connectors/kit/connector.js';
import { HubError } from '../../connectors/kit/errors.js';
import { openConnection } from '../../connectors/kit/open.js';
import type { RunningSimulator } from '../../simulators/kit/simulator.js';

const KEY = 'contract';

/** Opens a connection of a connector, whose parts take any configuration of its own. */
export const opened = (connector: AnyConnector, config: unknown): OpenConnection<unknown> =>
  openConnection(connector, config, new AbortController().signal);

/** Reads every stream whole, and again from where it ended. */
export async function readEverything({ source, streams }: AnyConnector, connection: OpenConnection<unknown>): Promise<void> {
  await source.check(connection);
  for (const stream of streams) {
    const pages = await Array.fromAsync(stream.read(connection, undefined));
    const checkpoint: unknown = pages.findLast((page) => page.checkpoint !== undefined)?.checkpoint;
    if (checkpoint !== undefined) await Array.fromAsync(stream.read(connection, checkpoint));
  }
}

/** Makes every change once and looks at it in every way there is: nothing goes unexercised. */
export async function makeEveryChange(
  { operations }: AnyConnector,
  connection: OpenConnection<unknown>,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const operation of operations) await makeChange(operation, connection, changes);
}

/** @throws Error when there is no change to make with the operation. */
export async function makeChange(
  operation: AnyOperation<unknown>,
  connection: OpenConnection<unknown>,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!(operation.name in changes)) throw new Error(`there is no change to make with ${operation.name}`);
  const change: unknown = operation.change.parse(changes[operation.name]);
  await operation.present(connection, change);
  await operation.find(connection, change, KEY);
  const { reference } = await operation.apply(connection, change, KEY);
  await operation.find(connection, change, KEY);
  await operation.readBack(connection, change, KEY, reference);
  await operation.readBack(connection, change, KEY, undefined);
  if (operation.marked !== undefined) await Array.fromAsync(operation.marked(connection));
}

/** Does something that must fail, in words the connector has. @throws Error when it succeeds. */
export async function fails(what: string, attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt();
  } catch (cause) {
    if (cause instanceof HubError) return;
    throw cause;
  }
  throw new Error(`${what} did not fail`);
}

/** Has the vendor refuse the next request with each of these, once, and asks again. */
export async function amidRefusals(
  { faults }: RunningSimulator,
  statuses: readonly number[],
  attempt: () => Promise<unknown>,
): Promise<void> {
  for (const status of statuses) {
    faults.arm({ fault: { kind: 'status', status, retryAfter: '0' } });
    await attempt();
  }
}

export const control = async (vendor: RunningSimulator, name: string, body: object): Promise<void> => {
  const answer = await fetch(`${vendor.url}/_simulator/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${vendor.vendor} refused the control ${name}: ${answer.status}`);
};
