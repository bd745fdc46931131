import { describe, expect, test } from '@jest/globals';
import { taxonomy } from './taxonomy.js';
import { embeddedThemeEngine, themesOf } from './themes.js';

const ids = (text: string) => themesOf(text).map(({ themeId }) => themeId);

describe('themes of a comment', () => {
  test.each([
    ['The salary is below the market rate.', 'pay-benefits'],
    ['Nobody says thank you when a launch goes well.', 'recognition'],
    ['We are understaffed and the deadlines pile up.', 'workload-staffing'],
    ['I would like two more days to work from home.', 'flexibility-hours'],
    ['There is no way to be promoted from here.', 'career-promotion'],
    ['My manager micromanages every step.', 'direct-manager'],
    ['After the restructuring we were left in the dark.', 'communication-change'],
    ['THE OPEN-PLAN OFFICE IS NOISY', 'environment-safety'],
    ['Redundancies are all anybody talks about', 'job-security'],
  ])('%s', (text, theme) => {
    expect(ids(text)[0]).toBe(theme);
  });

  test('a comment of two sentences may have two themes, each with its own sentence', () => {
    const hits = themesOf('The pay is fine. But the laptops and the software are outdated.');

    expect(hits.find(({ themeId }) => themeId === 'pay-benefits')?.sentences).toEqual(['The pay is fine.']);
    expect(hits.find(({ themeId }) => themeId === 'tools-processes')?.sentences).toEqual([
      'But the laptops and the software are outdated.',
    ]);
  });

  test.each([[''], ['   '], ['????'], ['12 34'], ['Nothing to add.']])('finds nothing in %j', (text) => {
    expect(ids(text)).toEqual([]);
  });

  test('says the same of a comment whatever stands beside it', async () => {
    const comment = 'Training budgets were cut.';

    const [alone] = await embeddedThemeEngine.themes([comment]);
    const [, among] = await embeddedThemeEngine.themes(['Pay, pay, pay.', comment]);

    expect(among).toEqual(alone);
  });

  test('each theme is found by the words it is made of', () => {
    for (const { id, seeds } of taxonomy) expect(themesOf(seeds.slice(0, 3).join(' and ')).map(({ themeId }) => themeId)).toContain(id);
  });

  test('reads a very long text in reasonable time', () => {
    expect(ids('pay '.repeat(50_000))).toEqual(['pay-benefits']);
  });
});
