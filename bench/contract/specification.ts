import { type AnySchema, Ajv, type ErrorObject, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** A place in the document, with what stands there; references are followed. */
export interface Part {
  readonly pointer: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** An operation, the path it is documented under, and the values of the path's parameters. */
export interface Operation {
  readonly name: string;
  readonly path: Part;
  readonly operation: Part;
  readonly pathValues: Readonly<Record<string, string>>;
}

/** An OpenAPI document that can be asked. */
export interface Specification {
  find(method: string, path: string): Operation | undefined;
  /** Goes down from a part by these names. */
  within(part: Part, ...steps: readonly string[]): Part | undefined;
  /** What is wrong with a value, by the schema in this part. @param written how the value came: as JSON, or as the text of a parameter. */
  faults(schema: Part, value: unknown, written: 'json' | 'text'): readonly string[];
}

const NAME = 'specification';
const record = z.record(z.string(), z.unknown());
const documentSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), record),
  servers: z.array(z.looseObject({ url: z.string() })).default([]),
});

/** @throws Error when the file is no OpenAPI document of version 3. */
export async function readSpecification(file: string): Promise<Specification> {
  return specificationOf(parse(await readFile(file, 'utf8'))); // JSON is YAML
}

export function specificationOf(input: unknown): Specification {
  const document = documentSchema.parse(input);
  const root: Part = { pointer: '', value: document };
  const validators = { json: validator(document, {}), text: validator(document, { coerceTypes: 'array' }) };
  const within: Specification['within'] = (part, ...steps) => descend(root, part, steps);
  return {
    within,
    find: (method, path) => findOperation(document, root, method, path),
    faults(schema, value, written) {
      const check = validators[written].compile({ $ref: `${NAME}#${schema.pointer}` });
      return check(value) ? [] : (check.errors ?? []).map(inWords);
    },
  };
}

/** Version 3.1 is JSON Schema of 2020; 3.0 is an older one with `nullable`, which the validator knows. */
function validator(document: z.output<typeof documentSchema>, options: Options): Pick<Ajv, 'compile'> {
  const all: Options = { strict: false, allErrors: true, validateSchema: false, logger: false, ...options };
  const ajv = document.openapi.startsWith('3.0') ? new Ajv(all) : new Ajv2020(all);
  formats.default(ajv);
  ajv.addSchema(document as AnySchema, NAME); // a document is no schema, but holds them
  return ajv;
}

/** The template with the most literal segments that fits wins: `/employees/changed` before `/employees/{id}`. */
function findOperation(document: z.output<typeof documentSchema>, root: Part, method: string, path: string): Operation | undefined {
  const [fitting] = Object.keys(document.paths)
    .flatMap((template) => {
      const values = match(template, path);
      return values === undefined || document.paths[template]?.[method.toLowerCase()] === undefined ? [] : [{ template, values }];
    })
    .toSorted((one, other) => Object.keys(one.values).length - Object.keys(other.values).length);
  if (fitting === undefined) return undefined;
  const { template, values } = fitting;
  const item = descend(root, root, ['paths', template]);
  const operation = descend(root, root, ['paths', template, method.toLowerCase()]);
  return item && operation && { name: `${method} ${template}`, path: item, operation, pathValues: values };
}

function match(template: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    const parameter = /^\{(.+)\}$/.exec(segment)?.[1];
    if (parameter === undefined ? segment !== value : value === '') return undefined;
    if (parameter !== undefined) values[parameter] = value;
  }
  return values;
}

function descend(root: Part, from: Part, steps: readonly string[]): Part | undefined {
  let part: Part | undefined = from;
  for (const step of steps) {
    const inner = record.safeParse(part.value[step]);
    if (!inner.success) return undefined;
    part = followed(root, { pointer: `${part.pointer}/${escaped(step)}`, value: inner.data });
    if (part === undefined) return undefined;
  }
  return part;
}

function followed(root: Part, part: Part): Part | undefined {
  const reference = part.value['$ref'];
  return typeof reference === 'string' && reference.startsWith('#/')
    ? descend(root, root, reference.slice(2).split('/').map(unescaped))
    : part;
}

// A JSON pointer in the fragment of a URI (RFC 6901 section 6).
const escaped = (step: string) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
const unescaped = (step: string) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');

/** Where and what, without the value, which may be somebody's, and without the place in a list, so that one fault of many rows is one. */
const inWords = ({ instancePath, message, params }: ErrorObject): string => {
  const named: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
  return `${instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*') || '/'} ${message ?? 'is wrong'}${typeof named === 'string' ? ` (${named})` : ''}`;
};
