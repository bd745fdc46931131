import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImportAs } from '../../mappings/files/import-map.js';
import { prepareImport } from '../../src/cli/prepare-import.js';
import { type ImportOptions, runImport } from '../../src/cli/run-import.js';
import { Connections } from '../../src/connections/connections.js';
import { count, rows } from '../../src/database/rows.js';
import { Listening } from '../../src/findings/listening.js';
import { PublishedSurveys } from '../../src/findings/published-figures.js';
import { Waves } from '../../src/findings/wave.js';
import { Ingest } from '../../src/ingest/ingest.js';
import { Quarantine } from '../../src/ingest/quarantine.js';
import { Waiting } from '../../src/ingest/waiting.js';
import { People } from '../../src/people/people.js';
import { Records } from '../../src/records/records.js';
import { aTenant, anActor, testDatabase } from '../database.js';
import { testHub } from '../hub.js';

const database = testDatabase();
const hub = testHub(database);
const actor = anActor();
const EXAMPLE = 'examples/pulse-survey.csv';
const EXAMPLE_MAP = 'examples/pulse-survey.map.json';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file of that content, where no other test looks. */
async function aFile(name: string, content: string | Buffer): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'case-')), name);
  await writeFile(path, content);
  return path;
}
const aMap = (map: unknown) => aFile('map.json', JSON.stringify(map));

const answered = z.looseObject({
  state: z.string(),
  streams: z.array(
    z.looseObject({
      stream: z.string(),
      read: z.number(),
      landed: z.number(),
      unchanged: z.number(),
      quarantined: z.number(),
      duplicate: z.number(),
    }),
  ),
  held: z.number(),
  mapped: z.number(),
  kept: z.number(),
  setAside: z.number(),
  missing: z.number(),
  nameless: z.number(),
  dropped: z.number(),
  records: z.record(z.string(), z.number()),
  unusedColumns: z.array(z.string()),
  since: z.object({ releasedOn: z.string(), answers: z.union([z.string(), z.number()]), isDefinitionChanged: z.boolean() }).nullable(),
});

/** Imports as the command does, and gives what it answers a machine. */
async function importing(tenantId: string, file: string, as: ImportAs, map: string, options?: ImportOptions) {
  const prepared = await prepareImport(file, as, map);
  const services = {
    connections: hub.get(Connections),
    ingest: hub.get(Ingest),
    records: hub.get(Records),
    people: hub.get(People),
    waves: hub.get(Waves),
    tenancy: database.tenancy,
  };
  const { json, lines, code } = await runImport({ ...services, tenantId, actor }, prepared, options);
  const answer = answered.parse(json);
  return { ...answer, rows: answer.streams.find(({ stream }) => stream === 'rows'), lines, code };
}

const quarantine = (tenantId: string) => hub.get(Waiting).list(tenantId, actor);
const current = <Kind extends 'response' | 'survey' | 'comment' | 'action'>(tenantId: string, kind: Kind) =>
  database.tenancy.inTenant(tenantId, actor, (tx) => hub.get(Records).current(tx, tenantId, kind));

/** One question, keyed by line; `count` answers beginning with these. */
const aSurvey = {
  as: 'survey',
  survey: { key: 'one', label: 'One question' },
  items: [{ id: 'q', column: 'q', text: 'Fine?', scale: { min: 1, max: 3 }, values: { No: 1, Yes: 3 }, favourable: [3] }],
};
const answers = (number: number, first: readonly string[] = []) =>
  `q\n${Array.from({ length: number }, (_, index) => `${first[index] ?? 'Yes'}\n`).join('')}`;
const said = async (tenantId: string) => (await current(tenantId, 'response')).map(({ rawKey, record }) => [rawKey, record.answers['q']]);

describe('a survey', () => {
  test('comes in with every row accounted for, and the same file again changes nothing', async () => {
    const tenantId = await aTenant(database.tenancy);

    const first = await importing(tenantId, EXAMPLE, 'survey', EXAMPLE_MAP);
    const second = await importing(tenantId, EXAMPLE, 'survey', EXAMPLE_MAP);

    expect(first).toMatchObject({
      code: 0,
      state: 'ok',
      rows: { read: 200, landed: 200 },
      held: 200,
      mapped: 200,
      unusedColumns: [],
      records: { response: 200, survey: 1 },
    });
    expect(first.lines).toContain('200 rows read = 200 landed + 0 unchanged + 0 quarantined + 0 duplicate');
    expect(second).toMatchObject({ code: 0, rows: { read: 200, landed: 0, unchanged: 200 }, records: first.records });
  });

  test('is what its map says, and its respondents are nobody', async () => {
    const tenantId = await aTenant(database.tenancy);
    await importing(tenantId, EXAMPLE, 'survey', EXAMPLE_MAP);

    const [survey] = await current(tenantId, 'survey');
    const responses = await current(tenantId, 'response');
    const comments = await current(tenantId, 'comment');

    expect(survey?.record).toMatchObject({
      key: 'pulse-2026-03',
      anonymous: true,
      closesOn: '2026-03-20',
      fields: ['team', 'location', 'tenure'],
    });
    expect(survey?.record.items.map(({ id }) => id)).toEqual(['equipped', 'workload', 'lead', 'voice', 'time-off', 'recommend']);
    expect(responses.find(({ rawKey }) => rawKey === 'R004')?.record).toEqual({
      surveyKey: 'pulse-2026-03',
      respondent: null,
      answeredOn: null,
      answers: { equipped: 2, workload: 1, lead: 5, voice: 2, 'time-off': 2, recommend: 9 },
      attributes: { team: 'Customer Care', location: 'Lisbon', tenure: 'Over 3 years' },
    });
    expect(new Set(responses.map(({ cycleId }) => cycleId))).toEqual(new Set([survey?.cycleId]));
    expect(comments.map(({ record }) => record.responseKey)).toContain('R004');
  });

  test('lands only what changed of a corrected file, whatever it is called', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    await importing(tenantId, await aFile('answers.csv', answers(30)), 'survey', map);

    const corrected = await importing(tenantId, await aFile('answers (1).csv', answers(30, ['No'])), 'survey', map);

    expect(corrected).toMatchObject({ code: 0, rows: { read: 30, landed: 1, unchanged: 29 }, held: 30 });
    expect((await said(tenantId)).filter(([, answer]) => answer === 1)).toEqual([['one line 2', 1]]);
  });

  test('says of a survey that was let out already what of the file is not shown, and the table says so as well', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    const listen = () => hub.get(Listening).run(tenantId, actor, 'one');
    const before = await importing(tenantId, await aFile('a.csv', answers(40)), 'survey', map);
    const released = await listen();

    const same = await importing(tenantId, await aFile('a.csv', answers(40)), 'survey', map);
    const turned = { ...aSurvey, items: [{ ...aSurvey.items[0], values: { No: 3, Yes: 1 } }] };
    const corrected = await importing(tenantId, await aFile('a.csv', answers(40)), 'survey', await aMap(turned));
    const again = await listen();

    expect([before, same].map(({ since }) => since?.answers)).toEqual([undefined, 'none']);
    expect(corrected.since?.answers).toBe(20);
    expect(corrected.lines.join('\n')).toMatch(
      /fixed as of that day[\s\S]*at least 20 answers .* are not in it[\s\S]*under another survey key/,
    );
    expect(again.since).toEqual(corrected.since);
    expect(again.tables).toEqual(released.tables);
  });

  test('keeps rows that vanished and says so, until somebody says that they are gone', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    await importing(tenantId, await aFile('a.csv', answers(30)), 'survey', map);
    const shorter = await aFile('a.csv', answers(28));

    const kept = await importing(tenantId, shorter, 'survey', map);
    const dropped = await importing(tenantId, shorter, 'survey', map, { dropMissing: true });

    expect(kept).toMatchObject({ code: 3, missing: 2, held: 30, records: { response: 30 } });
    expect(kept.lines.join('\n')).toContain('--drop-missing');
    expect(dropped).toMatchObject({ code: 0, missing: 0, dropped: 2, held: 28, records: { response: 28 } });
  });

  test('calls no row gone while one of the file cannot be read and may be it, until somebody lets that one go', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap({ ...aSurvey, file: { keyColumn: 'id' } });
    const lines = Array.from({ length: 30 }, (_, index) => `r${index},Yes`);
    const ragged = await aFile('a.csv', ['id,q', ...lines.with(4, 'r4,Yes,more')].join('\n'));
    await importing(tenantId, await aFile('a.csv', ['id,q', ...lines].join('\n')), 'survey', map);

    const kept = await importing(tenantId, ragged, 'survey', map, { dropMissing: true });
    const [unread] = await quarantine(tenantId);
    await hub.get(Quarantine).dismiss(tenantId, actor, unread?.id ?? '', 'a note of the old program');
    const dropped = await importing(tenantId, ragged, 'survey', map, { dropMissing: true });

    expect(kept).toMatchObject({ code: 3, missing: 1, nameless: 1, dropped: 0, held: 30, records: { response: 30 } });
    expect(kept.lines.join('\n')).toContain('1 row could not be read or has no key and may be the same. What was there is kept');
    expect(dropped).toMatchObject({ missing: 0, nameless: 0, dropped: 1, held: 29, records: { response: 29 } });
    expect(dropped.lines).toContain('1 row that only an earlier file had is gone');
  });

  test('sets rows aside that hold an answer nobody gave a meaning, and takes them in under a better map', async () => {
    const tenantId = await aTenant(database.tenancy);
    const file = await aFile('a.csv', answers(30, ['Ask Ada Okafor', 'No']));

    const first = await importing(tenantId, file, 'survey', await aMap(aSurvey));
    const waiting = await quarantine(tenantId);
    const second = await importing(
      tenantId,
      file,
      'survey',
      await aMap({ ...aSurvey, items: [{ ...aSurvey.items[0], unknown: 'no-answer' }] }),
    );

    expect(first).toMatchObject({ code: 3, rows: { landed: 30 }, held: 30, mapped: 29, setAside: 1, records: { response: 29, survey: 1 } });
    expect(waiting).toMatchObject([
      { key: 'one line 2', path: 'q', reasonCode: 'mapping', reason: 'column "q": an answer that the mapping does not know' },
    ]);
    expect(second).toMatchObject({ code: 0, rows: { unchanged: 30 }, mapped: 30, setAside: 0, records: { response: 30 } });
    expect(await quarantine(tenantId)).toEqual([]);
  });

  test('keeps what a row said before while its new answer means nothing', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    await importing(tenantId, await aFile('a.csv', answers(30)), 'survey', map);

    const corrected = await importing(tenantId, await aFile('a.csv', answers(30, ['Oui'])), 'survey', map);

    expect(corrected).toMatchObject({ code: 3, rows: { landed: 1 }, held: 30, mapped: 29, kept: 1, setAside: 0 });
    expect(new Set((await said(tenantId)).map(([, answer]) => answer))).toEqual(new Set([3]));
  });

  test('lands around rows that cannot be read, which wait by their line until the file is mended', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    const rest = answers(40).slice('q\n'.length);
    const broken = await aFile('a.csv', `q\nNo,No\n"No"t\n${'x'.repeat(9 * 1024 * 1024)}\n${rest}`);

    const first = await importing(tenantId, broken, 'survey', map);
    const waiting = await quarantine(tenantId);
    const mended = await importing(tenantId, await aFile('a.csv', `q\nNo\nNo\nNo\n${rest}`), 'survey', map);

    expect(first).toMatchObject({ code: 3, rows: { read: 43, landed: 40, quarantined: 3 }, records: { response: 40 } });
    expect(waiting.map(({ key }) => key).toSorted()).toEqual(['one line 2', 'one line 3', 'one line 4']);
    expect(waiting.find(({ key }) => key === 'one line 4')?.reason).toContain('9437184 bytes long');
    expect(mended).toMatchObject({ code: 0, rows: { read: 43, landed: 3, unchanged: 40 }, records: { response: 43 } });
    expect(await quarantine(tenantId)).toEqual([]);
  });

  test('says that rows share a key: only the last of them counts', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap({ ...aSurvey, file: { keyColumn: 'id' } });

    const done = await importing(tenantId, await aFile('a.csv', 'id,q\n1,Yes\n2,Yes\n1,No\n'), 'survey', map);

    expect(done).toMatchObject({ code: 3, rows: { read: 3, landed: 2, duplicate: 1 }, held: 2 });
    expect(done.lines.join('\n')).toMatch(/1 row has the key of a later one, and of rows with one key the last counts/);
    expect(await said(tenantId)).toEqual(expect.arrayContaining([['1', 1]]));
  });
});

describe('a file that changes while it is read', () => {
  /** Adds a row once the first page is stored. */
  const growing = (file: string): ImportOptions => ({
    progress: (stream, read) => void (stream === 'rows' && read === 1000 && appendFileSync(file, 'No\n')),
  });

  test('is used in no part, and leaves no survey', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    const file = await aFile('a.csv', answers(2500));

    const failed = await importing(tenantId, file, 'survey', map, growing(file));

    expect(failed).toMatchObject({ code: 1, state: 'failed', records: {} });
    expect(failed.lines.join('\n')).toMatch(/changed while it was read[\s\S]*nothing of this run is used/);
    expect(await current(tenantId, 'survey')).toEqual([]);
    expect(await current(tenantId, 'response')).toEqual([]);
  });

  test('leaves nothing behind that a later import would use', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    const file = await aFile('a.csv', answers(2500));
    await importing(tenantId, file, 'survey', map, growing(file));

    const good = await importing(tenantId, await aFile('a.csv', answers(100)), 'survey', map);

    expect(good).toMatchObject({ code: 0, rows: { read: 100 }, held: 100, missing: 0, records: { response: 100, survey: 1 } });
  });

  test('takes nothing from what was there before it', async () => {
    const tenantId = await aTenant(database.tenancy);
    const map = await aMap(aSurvey);
    await importing(tenantId, await aFile('a.csv', answers(1500)), 'survey', map);
    const file = await aFile(
      'a.csv',
      answers(
        2500,
        Array.from({ length: 2500 }, () => 'No'),
      ),
    );

    const failed = await importing(tenantId, file, 'survey', map, growing(file));
    const afterFailure = await said(tenantId);
    const shorter = await importing(tenantId, await aFile('a.csv', answers(100)), 'survey', map);

    expect(failed.code).toBe(1);
    expect(afterFailure).toHaveLength(1500);
    expect(new Set(afterFailure.map(([, answer]) => answer))).toEqual(new Set([3]));
    expect(shorter).toMatchObject({ code: 3, held: 1500, missing: 1400, records: { response: 1500 } });
    expect(new Set((await said(tenantId)).map(([, answer]) => answer))).toEqual(new Set([3]));
  });
});

test('an import says while it goes on how far it is, in reading and in making records', async () => {
  const said: string[] = [];

  await importing(await aTenant(database.tenancy), await aFile('answers.csv', answers(30)), 'survey', await aMap(aSurvey), {
    progress: (stream, read) => void said.push(`${stream} read ${read}`),
    mapped: (stream, rows) => void said.push(`${stream} mapped ${rows}`),
  });

  expect([...new Set(said)]).toEqual(['rows read 30', 'rows mapped 30', 'definition read 1', 'definition mapped 1']);
});

test('an import that is interrupted is used in no part, and the same import again brings all of it in', async () => {
  const tenantId = await aTenant(database.tenancy);
  const map = await aMap(aSurvey);
  const file = await aFile('answers.csv', answers(30));
  const stopping = new AbortController();

  const interrupted = await importing(tenantId, file, 'survey', map, { signal: stopping.signal, progress: () => stopping.abort() });
  const left = { responses: await current(tenantId, 'response'), surveys: await current(tenantId, 'survey') };
  const again = await importing(tenantId, file, 'survey', map);

  expect(interrupted).toMatchObject({ code: 1, state: 'failed' });
  expect(interrupted.lines.at(-1)).toMatch(/^cancelled: nothing of this run is used.*Import the file again/);
  expect(interrupted.lines.join('\n')).not.toMatch(/next sync|Mend/);
  expect(left).toEqual({ responses: [], surveys: [] });
  expect(again).toMatchObject({ code: 0, state: 'ok', held: 30, mapped: 30, records: { response: 30, survey: 1 } });
});

describe('nothing is written and the command ends with 2', () => {
  const zip = Buffer.from('PK\u0003\u0004bomb', 'latin1');
  const withColumn = (column: string) => ({ ...aSurvey, items: [{ ...aSurvey.items[0], column }] });

  test.each<[string, string, string | Buffer, unknown, RegExp]>([
    [
      'for a column the file does not have',
      'a.csv',
      'id,Workload ok\n1,Yes\n',
      withColumn('workload_ok'),
      /“workload_ok” \(items\.0\) \(did you mean “Workload ok”\?\)\. Nothing was written/,
    ],
    ['for an empty file', 'a.csv', '', aSurvey, /the file is empty/],
    ['for a file of a header only', 'a.csv', 'q\n', aSurvey, /a header and no rows/],
    ['for an archive named .csv', 'a.csv', zip, aSurvey, /it is a ZIP archive/],
    ['for a name that says nothing', 'a.dat', 'q\nYes\n', aSurvey, /name does not say what it is/],
    ['where no row can be read', 'a.csv', 'q\na,b\nc,d\n', aSurvey, /none of its rows can be read \(line 2/],
    [
      'where most answers mean nothing to the map',
      'a.csv',
      answers(
        60,
        Array.from({ length: 30 }, () => 'Oui'),
      ),
      aSurvey,
      /30 of 60 rows .*30 × column "q": an answer that the mapping does not know \(first on line 2\)/,
    ],
    [
      'where no answer means anything to the map',
      'a.csv',
      'q\nOui\n',
      aSurvey,
      /none of the 1 rows of a\.csv fits.*import \S+a\.csv --as survey --draft-map -$/,
    ],
    ['for a map of something else', 'a.csv', answers(3), { as: 'metrics' }, /is for --as metrics/],
    ['for a map with a mistake', 'a.csv', answers(3), { ...aSurvey, itemz: [] }, /is wrong\. .*itemz/],
  ])('%s', async (_reason, name, content, map, message) => {
    const tenantId = await aTenant(database.tenancy);
    const file = await aFile(name, content);

    const refused = importing(tenantId, file, 'survey', await aMap(map));

    await expect(refused).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
    expect(await hub.get(Connections).list(tenantId, actor)).toEqual([]);
  });

  test('for a file or a map that is not there', async () => {
    await expect(prepareImport('none.csv', 'survey', EXAMPLE_MAP)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('there is no such file'),
    });
    await expect(prepareImport(EXAMPLE, 'survey', 'none.json')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('--draft-map'),
    });
  });
});

test('published figures come in as they are, and are shown as they are, once in the ledger', async () => {
  const tenantId = await aTenant(database.tenancy);
  const map = await aMap({
    as: 'survey-aggregates',
    survey: { key: 'csps' },
    columns: { field: 'f', group: 'g', measure: 'm', value: 'v', respondents: 'r' },
  });

  const shown = {
    survey: 'csps',
    sources: ['import-aggregates-csps'],
    figures: [
      { field: 'Grade', group: 'Senior', measure: 'EES', label: 'EES', value: 0.58, respondents: 60 },
      { field: 'Grade', group: 'Junior', measure: 'EES', label: 'EES', value: 0.61, respondents: null },
    ],
  };

  const done = await importing(
    tenantId,
    await aFile('a.csv', 'f,g,m,v,r,theme\nGrade,Senior,EES,0.58,60,x\nGrade,Junior,EES,0.61,,x\n'),
    'survey-aggregates',
    map,
  );

  expect(done).toMatchObject({ code: 0, rows: { read: 2, landed: 2 }, records: { 'survey-aggregate': 2 }, unusedColumns: ['theme'] });
  expect(done.streams).toHaveLength(1);
  const read = () => hub.get(PublishedSurveys).read(tenantId, actor, 'csps');
  expect([await read(), await read()]).toEqual([shown, shown]);
  const { rows: released } = await database.owner.query('select kind, slices_shown, slices_hidden from release where tenant_id = $1', [
    tenantId,
  ]);
  expect(released).toEqual([{ kind: 'published', slices_shown: 2, slices_hidden: 0 }]);
});

test('published figures beside answers of the same survey are not shown: nothing judges the two together', async () => {
  const tenantId = await aTenant(database.tenancy);
  const columns = { field: 'f', group: 'g', measure: 'm', value: 'v' };
  const figures = await aMap({ as: 'survey-aggregates', survey: { key: 'one' }, columns });
  await importing(tenantId, await aFile('a.csv', 'f,g,m,v\nGrade,Senior,EES,0.58\n'), 'survey-aggregates', figures);
  await importing(tenantId, await aFile('b.csv', answers(30)), 'survey', await aMap(aSurvey));

  expect(await hub.get(PublishedSurveys).read(tenantId, actor, 'one')).toBeUndefined();
});

test('what is about somebody known finds them', async () => {
  const tenantId = await aTenant(database.tenancy);
  const personId = '5b1f9a52-9c0e-4d38-8b83-0a4f3f0a7f11';
  await database.tenancy.inTenant(tenantId, actor, async (tx) => {
    await tx.query(`insert into person (tenant_id, id, display_name) values ($1, $2, 'Ada Okafor')`, [tenantId, personId]);
    await tx.query(
      `insert into person_identifier (tenant_id, kind, value, person_id, source) values ($1, 'work-email', 'ada@example.com', $2, 'test')`,
      [tenantId, personId],
    );
  });
  const map = await aMap({
    as: 'actions',
    name: 'actions',
    columns: { title: 't', owner: { column: 'o', kind: 'work-email' }, status: 's' },
  });

  await importing(tenantId, await aFile('a.csv', 't,o,s\nPlan the rota,ada@example.com,open\n'), 'actions', map);

  expect((await current(tenantId, 'action')).map((held) => held.personId)).toEqual([personId]);
});

test('two surveys whose keys read alike are two imports', async () => {
  const tenantId = await aTenant(database.tenancy);
  const file = await aFile('a.csv', answers(3));

  await importing(tenantId, file, 'survey', await aMap({ ...aSurvey, survey: { key: 'Pulse 1', label: 'A' } }));
  await importing(tenantId, file, 'survey', await aMap({ ...aSurvey, survey: { key: 'pulse_1', label: 'B' } }));

  const [surveys] = await database.tenancy.inTenant(tenantId, actor, (tx) =>
    rows(tx, z.object({ count }), `select count(*) from record where kind = 'survey' and superseded_at is null`),
  );
  expect(surveys?.count).toBe(2);
  expect(await hub.get(Connections).list(tenantId, actor)).toHaveLength(2);
});
