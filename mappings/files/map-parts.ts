import { z } from 'zod';
import { files } from '../../connectors/files/source.js';

/** A column of the file, by the name in its header. */
export const column = z.string().min(1);

/** For whoever reads the map; the hub passes over them. */
export const notes = z.array(z.string()).optional();

/** How the file is read; all of it may be left out. */
export const table = files.source.config.pick({ format: true, encoding: true, delimiter: true, keyColumn: true }).strict().default({});

/** Where a value comes from: a column, a column whose words stand for other words, or the same value for every row. */
export const cell = z.union([
  column,
  z.strictObject({ column, values: z.record(z.string().min(1), z.string()).default({}) }),
  z.strictObject({ is: z.string().min(1) }),
]);
export type Cell = z.output<typeof cell>;

/** Those that a vendor gives out begin with its name. A kind that nobody has would find nobody, without a word. */
const IDENTIFIER = /^(?:work-email|employee-number|[a-z]+\.[a-z-]+(?:@.+)?)$/;

/** A column that names people, and which identifier of theirs it holds: `work-email`, `employee-number`, `bamboohr.employee@SUBDOMAIN`. */
export const people = z.strictObject({
  column,
  kind: z
    .string()
    .min(1)
    .refine((kind) => kind !== 'bamboohr.employee', 'another company has the same ids; say whose these are: bamboohr.employee@SUBDOMAIN')
    .refine(
      (kind) => IDENTIFIER.test(kind),
      'is no identifier that anybody is known by; there is: work-email, employee-number, bamboohr.employee@SUBDOMAIN',
    ),
});
export type People = z.output<typeof people>;

/** What one import is told apart from another by: the same name again is the same import, corrected. */
export const importName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, at most 40');
