import { z } from 'zod';
import type { Exchange } from '../../simulators/kit/simulator.js';
import type { Operation, Part, Specification } from './specification.js';

export interface Verdict {
  readonly violations: readonly string[];
  /** A refusal the document does not list: vendors rarely list all of them. */
  readonly unlisted: readonly string[];
  /** Whether there was a schema to hold the answer's body against. */
  readonly answerHeld: boolean;
}

const parameter = z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().default(false) });

/** Holds one request and its answer against what the vendor publishes. */
export function checkExchange(specification: Specification, exchange: Exchange): Verdict {
  const found = specification.find(exchange.method, exchange.path);
  if (found === undefined) return wrong(`${exchange.method} ${exchange.path}: there is no such operation`);
  const request = [...parameterFaults(specification, found, exchange), ...bodyFaults(specification, found, exchange)];
  const answer = answerVerdict(specification, found, exchange);
  return {
    violations: [
      ...request.map((fault) => `${found.name}: ${fault}`),
      ...answer.violations.map((fault) => `${found.name} ${exchange.status}: ${fault}`),
    ],
    unlisted: answer.unlisted.map((status) => `${found.name} ${status}`),
    answerHeld: answer.answerHeld,
  };
}

function parameterFaults(specification: Specification, { path, operation, pathValues }: Operation, { query }: Exchange): string[] {
  const documented = [...parametersOf(specification, path), ...parametersOf(specification, operation)];
  const given = new URLSearchParams(query);
  const places: Readonly<Record<string, (name: string) => readonly string[]>> = {
    query: (name) => given.getAll(name),
    path: (name) => (pathValues[name] === undefined ? [] : [pathValues[name]]),
  };
  const wrong = documented.flatMap(({ name, place, required, schema }) => {
    const values = places[place]?.(name);
    if (values === undefined) return []; // headers: ours are the client's own
    if (values.length === 0) return required ? [`${place} ${name} is missing`] : [];
    if (schema === undefined) return [];
    return specification.faults(schema, values.length === 1 ? values[0] : values, 'text').map((fault) => `${place} ${name}: ${fault}`);
  });
  const known = new Set(documented.filter(({ place }) => place === 'query').map(({ name }) => name));
  return [...wrong, ...[...new Set(given.keys())].filter((name) => !known.has(name)).map((name) => `query ${name} is not documented`)];
}

function parametersOf(specification: Specification, part: Part) {
  const list = part.value['parameters'];
  const holder: Part = { pointer: `${part.pointer}/parameters`, value: { ...(Array.isArray(list) ? list : []) } };
  return Object.keys(holder.value).flatMap((index) => {
    const one = specification.within(holder, index);
    if (one === undefined) return [];
    const { name, in: place, required } = parameter.parse(one.value);
    return [{ name, place, required, schema: specification.within(one, 'schema') }];
  });
}

function bodyFaults(specification: Specification, { operation }: Operation, { requestBody, requestHeaders }: Exchange): readonly string[] {
  const body = specification.within(operation, 'requestBody');
  if (requestBody === '') return body?.value['required'] === true ? ['the body is missing'] : [];
  if (body === undefined) return ['a body is not documented'];
  const type = mediaType(String(requestHeaders['content-type'] ?? ''));
  const content = specification.within(body, 'content', type);
  if (content === undefined) return [`a body of the type ${type || '(none)'} is not documented`];
  return contentFaults(specification, content, type, requestBody).map((fault) => `body ${fault}`);
}

function answerVerdict(specification: Specification, { operation }: Operation, { status, responseType, responseBody }: Exchange): Verdict {
  const responses = [String(status), `${Math.floor(status / 100)}XX`, 'default'];
  const documented = responses.map((name) => specification.within(operation, 'responses', name)).find((part) => part !== undefined);
  if (documented === undefined) return status < 400 ? wrong('the status is not documented') : { ...SILENT, unlisted: [String(status)] };
  const types = Object.keys(specification.within(documented, 'content')?.value ?? {});
  if (types.length === 0 || (responseBody === '' && status >= 400)) return SILENT;
  const type = mediaType(responseType);
  const content = specification.within(documented, 'content', type);
  if (content === undefined) return wrong(`an answer of the type ${type || '(none)'} is not documented`);
  const faults = contentFaults(specification, content, type, responseBody);
  return {
    ...SILENT,
    violations: faults.map((fault) => `answer ${fault}`),
    answerHeld: specification.within(content, 'schema') !== undefined,
  };
}

/** The document says nothing of such an answer. */
const SILENT: Verdict = { violations: [], unlisted: [], answerHeld: false };
const wrong = (violation: string): Verdict => ({ ...SILENT, violations: [violation] });

function contentFaults(specification: Specification, content: Part, type: string, text: string): readonly string[] {
  const schema = specification.within(content, 'schema');
  if (schema === undefined || !/^application\/([^;]+\+)?json$/.test(type)) return [];
  try {
    return specification.faults(schema, JSON.parse(text), 'json');
  } catch (cause) {
    if (cause instanceof SyntaxError) return ['is not JSON'];
    throw cause;
  }
}

const mediaType = (header: string): string => (header.split(';')[0] ?? '').trim().toLowerCase();
