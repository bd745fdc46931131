import { z } from 'zod';
import type { Problem } from './answers.js';
import type { Company } from './company.js';
import { fieldsOf, type Filter, FilterError, type Literal, parseFilter } from './dataset-filter.js';
import { type Selection, visible } from './dataset-rows.js';
import { maxFields } from './employees.js';

const query = z.object({
  fields: z.array(z.string()).min(1),
  filter: z.string().nullish(),
  orderBy: z.string().nullish(),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(1).max(1000).default(100),
});
type Query = z.output<typeof query>;

export interface Asked extends Query, Selection {}

const invalid = (detail: string, field: string): Problem => ({
  status: 422,
  title: 'Validation failed',
  detail,
  code: 'VALIDATION_FAILED',
  fields: { [field]: detail },
});

/** Reads a query, or says what is wrong with it. */
export function ask(company: Company, body: unknown): Asked | Problem {
  const parsed = query.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = String(issue?.path[0] ?? 'body');
    const problem = invalid(issue?.message ?? 'invalid', field);
    return field === 'page' || field === 'pageSize'
      ? problem
      : { ...problem, status: 400, title: 'Invalid parameters', code: 'INVALID_PARAMETERS' };
  }
  const { fields, filter, orderBy } = parsed.data;
  if (fields.length > maxFields)
    return {
      ...invalid(`at most ${maxFields} fields may be asked for`, 'fields'),
      status: 400,
      title: 'Invalid parameters',
      code: 'TOO_MANY_FIELDS',
    };
  try {
    return { ...parsed.data, where: whereOf(company, filter ?? ''), order: orderOf(company, fields, orderBy ?? '') };
  } catch (error) {
    if (error instanceof FilterError) return invalid(error.message, 'filter');
    if (error instanceof OrderError) return invalid(error.message, 'orderBy');
    throw error;
  }
}

class OrderError extends Error {}

function orderOf(company: Company, fields: readonly string[], orderBy: string): Asked['order'] {
  return orderBy
    .split(',')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')
    .map((rule) => {
      const [name = '', direction = 'asc', ...rest] = rule.split(/\s+/);
      if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw new OrderError(`${rule} is no sort rule`);
      if (!fields.includes(name)) throw new OrderError(`${name} is not among the fields`);
      if (visible(company, name) === undefined) throw new OrderError(`the dataset has no field ${name}`);
      return { name, sign: direction === 'asc' ? 1 : -1 };
    });
}

function whereOf(company: Company, filter: string): Filter | undefined {
  if (filter.trim() === '') return undefined;
  const where = parseFilter(filter);
  const unknown = fieldsOf(where).find((name) => visible(company, name) === undefined);
  if (unknown !== undefined) throw new FilterError(`the dataset has no field ${unknown}`);
  for (const [name, literal] of literalsOf(where)) {
    const isTimestamp = visible(company, name)?.type === 'timestamp';
    if (isTimestamp && literal !== null && Number.isNaN(Date.parse(literal))) throw new FilterError(`${literal} is no timestamp`);
  }
  return where;
}

function literalsOf(filter: Filter): readonly (readonly [field: string, literal: Literal])[] {
  if ('left' in filter) return [...literalsOf(filter.left), ...literalsOf(filter.right)];
  return (filter.kind === 'in' ? filter.among : [filter.to]).map((literal) => [filter.field, literal] as const);
}
