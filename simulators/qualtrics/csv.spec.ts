import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { aDataCentre, aResponse, aSurvey, type DataCentre } from './a-data-centre.js';
import type { QualtricsSeed } from './seed.js';

let centre: DataCentre;
const start = async (seed: Partial<QualtricsSeed> = {}) => (centre = await aDataCentre(seed));
afterEach(() => centre.simulator.close());

describe('a CSV export', () => {
  const rowsOf = async (body: object = {}): Promise<string[][]> => parse(await centre.exportText({ format: 'csv', ...body }));
  const cellsOf = async (importId: string, body: object = {}) => {
    const rows = await rowsOf(body);
    const column = (rows[2] ?? []).findIndex((cell) => JSON.parse(cell).ImportId === importId);
    return rows.map((row) => row[column]);
  };

  test('has three header rows, the third of which names the source', async () => {
    await start();

    expect(await cellsOf('QID1')).toEqual(['Q1', 'I enjoy my work', '{"ImportId":"QID1"}', '4', '4']);
    expect(await cellsOf('QID4_TEXT')).toEqual([
      'Q4',
      'What would help?',
      '{"ImportId":"QID4_TEXT"}',
      'More focus time',
      'More focus time',
    ]);
    expect(await cellsOf('_recordId')).toEqual(['ResponseId', 'Response ID', '{"ImportId":"_recordId"}', 'R_1', 'R_2']);
  });

  test('names metadata in the language of the account', async () => {
    await start({ accountLanguage: 'DE' });

    expect((await cellsOf('startDate')).slice(0, 2)).toEqual(['Anfangsdatum', 'Anfangsdatum']);
  });

  test('writes dates in the time zone asked for', async () => {
    await start();

    const [, , source, first] = await cellsOf('recordedDate', { timeZone: 'Europe/Berlin' });

    expect(source).toBe('{"ImportId":"recordedDate","timeZone":"Europe/Berlin"}');
    expect(first).toBe('2025-03-01 10:00:00');
  });

  test('gives each of several answers a column of its own unless told not to', async () => {
    await start();

    const [names, , sources, first] = await rowsOf({ questionIds: ['QID2'], embeddedDataIds: [], surveyMetadataIds: [] });

    expect(names).toEqual(['Q2_1', 'Q2_2', 'Q2_3']);
    expect(sources?.[1]).toBe('{"ImportId":"QID2","choiceId":"2"}');
    expect(first).toEqual(['', '2', '3']);
    expect((await cellsOf('QID2', { breakoutSets: false }))[3]).toBe('2,3');
  });

  test('writes labels, recodes of what was skipped and display order where asked to', async () => {
    await start();

    expect((await cellsOf('QID1', { useLabels: true }))[3]).toBe('Agree');
    expect((await cellsOf('QID3_2', { seenUnansweredRecode: -99 }))[3]).toBe('-99');
    expect((await cellsOf('QID2', { multiselectSeenUnansweredRecode: 0 }))[3]).toBe('0');
    expect((await cellsOf('QID1_DO', { includeDisplayOrder: true }))[0]).toBe('Q1_DO');
  });

  test('keeps line breaks in a cell unless they are replaced', async () => {
    const text = 'Fewer "sync"\nmeetings, please';
    await start({ surveys: [aSurvey({ responses: [aResponse('R_1', '2025-03-01T09:00:00.000Z', { QID4_TEXT: text })] })] });

    expect((await cellsOf('QID4_TEXT'))[3]).toBe(text);
    expect((await cellsOf('QID4_TEXT', { newlineReplacement: ' ' }))[3]).toBe('Fewer "sync" meetings, please');
  });
});
