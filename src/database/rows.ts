import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** A transaction of one tenant, as `Tenancy.inTenant` hands it out. */
export type Tx = EntityManager;

/** Runs a statement and parses each row at the door, as with everything that comes from outside. */
export async function rows<Row extends z.ZodType>(
  tx: Pick<Tx, 'query'>,
  row: Row,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<z.output<Row>[]> {
  const answer: unknown = await tx.query(sql, [...parameters]);
  return z.array(row).parse(returned(answer));
}

/** The only row of an answer, or undefined. */
export async function firstRow<Row extends z.ZodType>(
  tx: Pick<Tx, 'query'>,
  row: Row,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<z.output<Row> | undefined> {
  return (await rows(tx, row, sql, parameters))[0];
}

/** TypeORM answers `update` and `delete` with [rows, count], everything else with rows. */
const returned = (answer: unknown): unknown =>
  Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number' ? answer[0] : answer;

/** bigint and numeric arrive as text. */
export const count = z.coerce.number().int();
export const bytes = z.instanceof(Buffer);
