import { test } from '@jest/globals';
import { connectors } from '../../connectors/index.js';
import type { AnyConnector, AnyOperation, AnyStream, OpenConnection } from '../../connectors/kit/connector.js';
import { openConnection } from '../../connectors/kit/open.js';
import type { Harness, OperationAtSource, RunningSource, StreamAtSource } from './harness.js';
import { harnesses } from './harnesses.js';
import { drawLine, type Line } from './line.js';

interface Tested {
  readonly connector: AnyConnector;
  readonly harness: Harness;
}
export interface ConnectorSubject extends Tested {
  readonly title: string;
}
export interface StreamSubject extends Tested {
  readonly title: string;
  readonly stream: AnyStream<unknown>;
}
export interface OperationSubject extends Tested {
  readonly title: string;
  readonly operation: AnyOperation<unknown>;
}

/** What there is to test: found, never listed. A connector without a harness fails in `coverage.spec.ts`. */
export const connectorSubjects: readonly ConnectorSubject[] = Object.entries(connectors).flatMap(([title, connector]) => {
  const harness = harnesses[title];
  return harness === undefined ? [] : [{ title, connector, harness }];
});
export const streamSubjects: readonly StreamSubject[] = connectorSubjects.flatMap(({ title, connector, harness }) =>
  connector.streams.map((stream) => ({ title: `${title}: ${stream.name}`, connector, harness, stream })),
);
export const operationSubjects: readonly OperationSubject[] = connectorSubjects.flatMap(({ title, connector, harness }) =>
  connector.operations.map((operation) => ({ title: `${title}: ${operation.name}`, connector, harness, operation })),
);
export const isRemote = ({ connector }: Tested): boolean => connector.source.http !== undefined;

/** A running source, and the line to it where it is reached over HTTP. */
export interface Stand {
  readonly source: RunningSource;
  readonly line: Line | undefined;
  open(settings?: { readonly config?: object; readonly signal?: AbortSignal; readonly timeoutMs?: number }): OpenConnection<unknown>;
  close(): Promise<void>;
}

async function aStand({ connector, harness }: Tested, pagesOf: string | undefined): Promise<Stand> {
  const source = await harness.start(pagesOf);
  const line = source.url === undefined ? undefined : await drawLine(source.url);
  return {
    source,
    line,
    open: ({ config = {}, signal = new AbortController().signal, timeoutMs } = {}) =>
      openConnection(connector, { ...source.config(line?.url ?? ''), ...config }, signal, timeoutMs === undefined ? {} : { timeoutMs }),
    close: async () => {
      await line?.close();
      await source.close();
    },
  };
}

type Body<Subject> = (ground: Subject & { readonly stand: Stand }) => Promise<void>;

/** Does something with a source that was started for it alone, and stops the source whatever comes of it. */
export async function onAStand<Subject extends Tested, Outcome>(
  subject: Subject,
  act: (ground: Subject & { readonly stand: Stand }) => Promise<Outcome>,
  pagesOf?: string,
): Promise<Outcome> {
  const stand = await aStand(subject, pagesOf);
  try {
    return await act({ ...subject, stand });
  } finally {
    await stand.close();
  }
}

/**
 * One check of one subject. One that is waived must fail: a waiver that is no longer needed has to go.
 * @param run `test.concurrent` for a check that mostly waits.
 */
function check<Subject extends Tested>(subject: Subject, of: string, name: string, run: Run, body: Body<Subject>): void {
  const waiver = subject.harness.waivers?.find((one) => one.of === of && one.checks.includes(name));
  if (waiver === undefined) run(name, () => onAStand(subject, body, of));
  else run.failing(`${name} (waived: ${waiver.reason})`, () => onAStand(subject, body, of));
}

type Run = typeof test | typeof test.concurrent;
type StreamGround = StreamSubject & { readonly at: StreamAtSource };
type OperationGround = OperationSubject & { readonly at: OperationAtSource };

export function checkStream(subject: StreamSubject, name: string, body: Body<StreamGround>, run: Run = test): void {
  const { connector, stream } = subject;
  check(subject, stream.name, name, run, (ground) => {
    const at = ground.stand.source.streams[stream.name];
    if (at === undefined) throw new Error(missing(connector.source.id, 'streams', stream.name));
    return body({ ...ground, at });
  });
}

export function checkOperation(subject: OperationSubject, name: string, body: Body<OperationGround>): void {
  check(subject, subject.operation.name, name, test, (ground) => body({ ...ground, at: operationAt(ground.stand, subject) }));
}

export function operationAt({ source }: Stand, { connector, operation }: OperationSubject): OperationAtSource {
  const at = source.operations[operation.name];
  if (at === undefined) throw new Error(missing(connector.source.id, 'operations', operation.name));
  return at;
}

/** The line to a source that is reached over HTTP. @throws Error for any other. */
export function lineOf({ line }: Stand): Line {
  if (line === undefined) throw new Error('this source is not reached over HTTP');
  return line;
}

const missing = (id: string, kind: 'streams' | 'operations', name: string): string =>
  `the harness of ${id} knows nothing of ${name}: add it to \`${kind}\` in test/conformance/harnesses/${id}.ts, see ${
    kind === 'streams' ? 'StreamAtSource' : 'OperationAtSource'
  } in test/conformance/harness.ts`;

/** What a harness lacks for the suite to test a connector with, in words for whoever wrote the connector. */
export async function gapsOf({ source, streams, operations }: AnyConnector, harness: Harness | undefined): Promise<readonly string[]> {
  const { id } = source;
  if (harness === undefined) {
    const parts = [...streams, ...operations].map(({ name }) => name).join(', ');
    return [
      `the connector ${id} has no harness: write test/conformance/harnesses/${id}.ts, which starts its simulator with data and knows ${parts} (see Harness in test/conformance/harness.ts), and name it in test/conformance/harnesses.ts`,
    ];
  }
  const running = await harness.start();
  try {
    return [
      ...streams.filter(({ name }) => !(name in running.streams)).map(({ name }) => missing(id, 'streams', name)),
      ...operations.filter(({ name }) => !(name in running.operations)).map(({ name }) => missing(id, 'operations', name)),
      ...(source.http && running.url === undefined
        ? [`the harness of ${id} starts no simulator, and the source is reached over HTTP`]
        : []),
    ];
  } finally {
    await running.close();
  }
}
