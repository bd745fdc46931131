import { z } from 'zod';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import { type Canonical, type KindName, kinds } from '../canonical/kinds.js';

/** How one canonical field is made, and from which fields of the source, so that anybody can see where a value came from. */
export interface FieldMapping<Raw, Value, Part> {
  readonly from: readonly string[];
  make(raw: Raw, part: Part): Value;
}

/** Raw records of one stream to canonical records of one kind. Total over the canonical fields: forget one and it does not compile. */
export interface MappingSpec<Raw extends z.ZodType, Name extends KindName, Part> {
  readonly connector: string;
  readonly stream: string;
  readonly kind: Name;
  /** Grows whenever the result may change for the same raw record; what an older one made is made again. */
  readonly version: number;
  readonly raw: Raw;
  /**
   * A raw record may hold several canonical ones, or none: each part has a name that is unique within the record, for ever.
   * Absent where one makes one.
   */
  parts?(raw: z.output<Raw>): readonly { readonly name: string; readonly part: Part }[];
  readonly fields: { readonly [Field in keyof Canonical<Name>]: FieldMapping<z.output<Raw>, Canonical<Name>[Field], Part> };
}

/** What a mapping made of a raw record, ready to be stored. */
export interface Mapped {
  readonly kind: KindName;
  readonly part: string;
  readonly record: unknown;
  readonly index: ReturnType<(typeof kinds)[KindName]['index']>;
}

export interface Mapping {
  readonly connector: string;
  readonly stream: string;
  readonly kind: KindName;
  /** Name and version, kept on every record it makes. */
  readonly name: string;
  readonly lineage: Readonly<Record<string, readonly string[]>>;
  /** @throws z.ZodError when the raw record does not make a valid canonical one; its path names the canonical field. */
  map(raw: unknown): readonly Mapped[];
}

export function defineMapping<Raw extends z.ZodType, Name extends KindName, Part = undefined>(spec: MappingSpec<Raw, Name, Part>): Mapping {
  const fields = Object.entries(spec.fields) as [string, FieldMapping<z.output<Raw>, unknown, Part>][]; // Object.entries forgets the value type
  const { schema, index } = kinds[spec.kind] as { schema: z.ZodType; index: (record: unknown) => Mapped['index'] }; // one kind's schema and index belong together
  return {
    connector: spec.connector,
    stream: spec.stream,
    kind: spec.kind,
    name: `${spec.connector}.${spec.stream}-to-${spec.kind}@${spec.version}`,
    lineage: Object.fromEntries(fields.map(([name, { from }]) => [name, from])),
    map(raw) {
      const parsed = spec.raw.parse(raw, { error: inPlainWords });
      const parts = spec.parts === undefined ? [{ name: '', part: undefined as Part }] : spec.parts(parsed); // without parts, Part is undefined
      return parts.map(({ name, part }) => {
        const made = Object.fromEntries(fields.map(([field, { make }]) => [field, make(parsed, part)]));
        const { success, data: record, error } = schema.safeParse(made, { error: inPlainWords });
        if (!success) throw toldBySource(error, spec.fields);
        return { kind: spec.kind, part: name, record, index: index(record) };
      });
    },
  };
}

/** Whoever mends it knows the source's fields and not ours: each issue says which of them it was made from. */
function toldBySource(error: z.ZodError, fields: Readonly<Record<string, Pick<FieldMapping<never, unknown, never>, 'from'>>>): z.ZodError {
  const issues = error.issues.map((issue) => {
    const { from = [] } = fields[String(issue.path[0])] ?? {};
    const source = from.length === 0 ? '' : ` (made from ${from.map((name) => JSON.stringify(name)).join(', ')})`;
    return { ...issue, message: `${issue.path.join('.')} ${issue.message}${source}` };
  });
  return new z.ZodError(issues);
}
