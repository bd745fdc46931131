import { expect, test } from '@jest/globals';
import { testDatabase } from '../../test/database.js';

const database = testDatabase();
const partitions = async () => {
  const { rows } = await database.owner.query<{ name: string; begins: string }>(
    `select relname as name, substring(pg_get_expr(relpartbound, oid) from $$FROM \\('([^']+)'$$) as begins
     from pg_class where relname ~ '^delivery_[0-9]{6}$' order by relname`,
  );
  return rows;
};
const inTimeZone = async (timeZone: string) => {
  await database.owner.query(`set timezone = '${timeZone}'`);
  try {
    await database.owner.query('select make_month_partitions()');
  } finally {
    await database.owner.query(`set timezone = 'UTC'`);
  }
};

test.each(['Pacific/Auckland', 'Pacific/Honolulu'])('a month begins in UTC also on a server that is set to %s', async (timeZone) => {
  await database.owner.query(`set timezone = 'UTC'`);
  const before = await partitions();
  await database.owner.query(`drop table ${before.at(-1)?.name}`);

  await inTimeZone(timeZone);

  expect((await partitions()).slice(0, before.length)).toEqual(before);
});

test('a month that overlaps what was made before lies with the rest, and hinders nobody', async () => {
  await database.owner.query(`set timezone = 'UTC'`);
  const [last, previous] = (await partitions()).toReversed();
  await database.owner.query(`drop table ${last?.name}, ${previous?.name}`);
  await database.owner.query(
    `create table ${previous?.name} partition of delivery for values from ('${previous?.begins}') to (timestamptz '${last?.begins}' + interval '10 hours')`,
  );

  await inTimeZone('UTC');

  expect((await partitions()).map(({ name }) => name)).not.toContain(last?.name);
});
