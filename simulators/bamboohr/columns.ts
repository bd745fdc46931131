import { type BamboohrSeed, type Column, column, SeedError } from './seed.js';

/** One table: its columns, and for the histories which employee fields its current row sets. */
export interface Table {
  readonly alias: string;
  readonly columns: readonly (Column & { readonly id: number })[];
  /** The column that says since when a row holds, where the table is a history. */
  readonly effectiveOn?: string;
}

interface StandardColumn {
  readonly type?: string;
  readonly list?: string;
  readonly required?: true;
  /** The employee field that shows the current row's value. */
  readonly field?: string;
}

interface StandardTable {
  readonly effectiveOn: string;
  readonly columns: Readonly<Record<string, StandardColumn>>;
}

/** The three histories (vendor sheet section 3.7). Which columns are lists, and which one is required, is ours. */
const standard: Readonly<Record<string, StandardTable>> = {
  jobInfo: {
    effectiveOn: 'date',
    columns: {
      date: { type: 'date', required: true },
      location: { type: 'list', field: 'location' },
      department: { type: 'list', field: 'department' },
      division: { type: 'list', field: 'division' },
      jobTitle: { type: 'list', field: 'jobTitle' },
      reportsTo: { type: 'employee', field: 'supervisor' },
      teams: { type: 'multilist' },
    },
  },
  employmentStatus: {
    effectiveOn: 'date',
    columns: {
      date: { type: 'date', required: true, field: 'employmentStatusDate' },
      employmentStatus: { type: 'list', list: 'employmentHistoryStatus', field: 'employmentHistoryStatus' },
      comment: {},
    },
  },
  compensation: {
    effectiveOn: 'startDate',
    columns: {
      startDate: { type: 'date', required: true, field: 'payRateEffectiveDate' },
      rate: { type: 'currency', field: 'payRate' },
      type: { type: 'list', list: 'payType', field: 'payType' },
      exempt: { type: 'list', field: 'exempt' },
      reason: { type: 'list', list: 'payChangeReason', field: 'payChangeReason' },
      comment: { field: 'compensationComments' },
      paidPer: { type: 'list', field: 'paidPer' },
      paySchedule: { type: 'list', field: 'paySchedule' },
      overtimeRate: { type: 'currency', field: 'overtimeRate' },
    },
  },
};

/** Every table of a company, standard and custom. */
export function tablesOf(seed: BamboohrSeed): ReadonlyMap<string, Table> {
  const aliases = new Set([...Object.keys(standard), ...Object.keys(seed.tableColumns), ...Object.keys(seed.tables)]);
  let lastId = 5000;
  const columnsOf = (alias: string) => {
    const own = Object.entries(standard[alias]?.columns ?? {}).map(([name, { type, list, required }]) =>
      column.parse({ alias: name, type, list, required }),
    );
    const further = seed.tableColumns[alias] ?? [];
    const kept = own.filter((one) => !further.some((other) => other.alias === one.alias));
    const all = [...kept, ...further];
    if (all.length === 0)
      throw new SeedError(`the seed has rows of the table ${alias} but nothing in tableColumns says which columns it has`);
    return all.map((one) => ({ ...one, id: one.id ?? ++lastId, list: one.type === 'list' ? (one.list ?? one.alias) : undefined }));
  };
  return new Map([...aliases].map((alias) => [alias, { alias, columns: columnsOf(alias), ...effectiveOn(alias) }]));
}

/** The employee field that shows a column's current value. */
export const fieldOf = (table: string, columnAlias: string): string | undefined => standard[table]?.columns[columnAlias]?.field;

/** The tables, and in them the columns, that keep the history of a field. */
export const historyOf = (field: string): { readonly table: string; readonly column: string } | undefined => {
  for (const [table, { columns }] of Object.entries(standard)) {
    const found = Object.keys(columns).find((name) => columns[name]?.field === field);
    if (found !== undefined) return { table, column: found };
  }
  return undefined;
};

const effectiveOn = (alias: string) => {
  const own = standard[alias];
  return own === undefined ? {} : { effectiveOn: own.effectiveOn };
};
