import { z } from 'zod';

/** A seed, or a wish of the same shape, names something the company does not have. */
export class SeedError extends Error {}

const id = z.string().regex(/^[1-9]\d*$/, 'a decimal number as text');
const instant = z.iso.datetime({ offset: true });
const yesNo = z.enum(['yes', 'no']);

export const money = z.object({ value: z.string(), currency: z.string() });
export type Money = z.output<typeof money>;

const seedValue = z.union([z.string(), z.number(), z.boolean(), z.null(), money, z.array(z.string())]);

/** A column of a table, in the words of `/meta/tables`. */
export const column = z.object({
  id: z.int().optional(),
  alias: z.string().min(1),
  name: z.string().optional(),
  /** `text`, `date`, `int`, `currency`, `list`, `email`, `employee`, `multilist`; anything else behaves as text. */
  type: z.string().default('text'),
  /** Alias of the list a `list` column takes its values from; its own alias unless told. */
  list: z.string().optional(),
  /** A row without it is refused. */
  required: z.boolean().default(false),
});
export type Column = z.output<typeof column>;

export const listOption = z.object({
  id: z.int().optional(),
  name: z.string(),
  archived: yesNo.default('no'),
});

export const seedEmployee = z.object({
  id,
  /** When somebody last changed it; the moment of the start unless told here or as the field `lastChanged`. */
  lastChanged: instant.optional(),
  /** By employee-field alias, dataset name or the name of the employee list: `department`, `jobInformationDepartment`, `departmentName`. */
  fields: z.record(z.string(), seedValue),
});
export type SeedEmployee = z.output<typeof seedEmployee>;

export const seedRow = z.object({ id: id.optional(), employeeId: id }).catchall(seedValue);
export type SeedRow = z.output<typeof seedRow>;

/** What a simulated company holds at the start. */
export const bamboohrSeed = z.object({
  employees: z.array(seedEmployee).default([]),
  /** Rows by table alias: `jobInfo`, `compensation`, `employmentStatus`, and any `custom…` table described in `tableColumns`. */
  tables: z.record(z.string(), z.array(seedRow)).default({}),
  /** Columns of custom tables, and further columns of standard ones. */
  tableColumns: z.record(z.string(), z.array(column)).default({}),
  /** Lists left out are collected from the values the employees and rows use. */
  lists: z
    .array(
      z.object({
        fieldId: z.string().optional(),
        alias: z.string(),
        name: z.string().optional(),
        manageable: yesNo.default('yes'),
        multiple: yesNo.default('no'),
        options: z.array(z.union([z.string().transform((name) => listOption.parse({ name })), listOption])),
      }),
    )
    .default([]),
  /** Fields beyond the standard ones, or other ids, names and types for those. */
  fields: z
    .array(
      z.object({
        id: z.string().optional(),
        alias: z.string(),
        name: z.string().optional(),
        type: z.string().default('text'),
        list: z.string().optional(),
        deprecated: z.boolean().default(false),
      }),
    )
    .default([]),
  users: z
    .array(
      z.object({
        id: z.int(),
        employeeId: z.int().default(0),
        firstName: z.string().optional(),
        lastName: z.string().optional(),
        email: z.string(),
        status: z.enum(['enabled', 'disabled']).default('enabled'),
        lastLogin: instant.optional(),
      }),
    )
    .default([]),
  /** Whom the employee id `0` means. */
  apiUserEmployeeId: id.optional(),
});
export type BamboohrSeed = z.output<typeof bamboohrSeed>;

/** Custom fields the employees use and the seed does not describe: they are text. */
export function undescribed(seed: BamboohrSeed): BamboohrSeed['fields'] {
  const described = new Set(seed.fields.map(({ alias }) => alias));
  const used = new Set(seed.employees.flatMap(({ fields }) => Object.keys(fields)).filter((name) => name.startsWith('custom')));
  return bamboohrSeed.shape.fields.parse([...used].filter((alias) => !described.has(alias)).map((alias) => ({ alias })));
}
