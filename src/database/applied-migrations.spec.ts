import { afterEach, expect, jest, test } from '@jest/globals';
import { emptyDatabases } from '../../test/empty-databases.js';
import { asOwner } from '../../test/test-server.js';
import { migrate } from './migrate.js';

const databases = emptyDatabases();
afterEach(() => {
  jest.restoreAllMocks();
});

const changed = async (sql: string): Promise<string> => {
  const url = await databases.anEmptyDatabase();
  await migrate(url);
  await asOwner(url, (owner) => owner.query(sql));
  return url;
};

test.each<[string, string, RegExp]>([
  [
    'a newer version has been at',
    `insert into migration ("timestamp", name) values (1893456000000, 'KeepSomethingElse1893456000000')`,
    /was used by a newer version of Plumbline, or belongs to another program: it holds KeepSomethingElse1893456000000/,
  ],
  [
    'another version has made otherwise',
    `update migration_content set sha256 = 'other' where name like 'BringDataIn%'`,
    /tables are others than this one's \(BringDataIn\d+ differs\)/,
  ],
  [
    'was made before migrations were noted',
    'drop table migration_content',
    /tables are others than this one's \(LayTheGround\d+ differs\)/,
  ],
])('a database that %s is refused, and nothing is asked or written', async (_reason, sql, words) => {
  const url = await changed(sql);
  const before = jest.fn(async () => {});

  await expect(migrate(url, { before })).rejects.toThrow(words);

  expect(before).not.toHaveBeenCalled();
});

test('the same version finds its own migrations, also when many open the database at once', async () => {
  const url = await databases.anEmptyDatabase();

  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  await migrate(url);

  const noted = await asOwner(url, (owner) => owner.query('select name from migration_content intersect select name from migration'));
  expect(noted.rows.length).toBeGreaterThan(5);
});

test('a migration that fails is told by what it throws, and not on standard output', async () => {
  const url = await databases.anEmptyDatabase();
  await asOwner(url, (owner) => owner.query('create table tenant (id int)'));
  const printed = jest.spyOn(process.stdout, 'write');
  const logged = jest.spyOn(console, 'log');

  await expect(migrate(url)).rejects.toThrow(/already exists/);

  expect([printed, logged].map((spy) => spy.mock.calls)).toEqual([[], []]);
});
