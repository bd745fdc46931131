import { bamboohrMappings } from './bamboohr/bamboohr-mappings.js';
import { fileMappings } from './files/file-mappings.js';
import { jiraMappings } from './jira/issue-to-work-item.js';
import type { KindName } from './canonical/kinds.js';
import type { Mapping } from './kit/mapping.js';
import { qualtricsMappings } from './qualtrics/qualtrics-mappings.js';

/** Mappings by connector, as its connection is set up. Of one stream, what others refer to comes first. */
const configured: ReadonlyMap<string, (config: unknown) => readonly Mapping[]> = new Map([
  ['bamboohr', bamboohrMappings],
  ['files', fileMappings],
  ['jira', jiraMappings],
  ['qualtrics', qualtricsMappings],
]);

/** @param config of the connection: a file's mapping is the customer's own and comes with it. */
export function mappingsOf(connector: string, stream: string, config: unknown): readonly Mapping[] {
  const all = configured.get(connector)?.(config) ?? [];
  return all.filter((mapping) => mapping.connector === connector && mapping.stream === stream);
}

/** The streams from which records of these kinds are made, whatever a connection's configuration says; those of files are not among them. */
export function streamsMaking(kinds: readonly KindName[]): readonly Pick<Mapping, 'connector' | 'stream'>[] {
  const making = [...configured.values()].flatMap((mappings) => mappings(undefined)).filter(({ kind }) => kinds.includes(kind));
  return [...new Map(making.map(({ connector, stream }) => [`${connector} ${stream}`, { connector, stream }])).values()];
}
