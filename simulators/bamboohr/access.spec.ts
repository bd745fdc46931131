import { describe, expect, test } from '@jest/globals';
import { lockOut } from './access.js';
import { apiKey, basic, withCompany } from './spec-company.js';

const anywhere = '/api/v1/meta/fields';

describe('authentication', () => {
  test.each([
    ['no key is sent', ''],
    ['the key is not known', basic('somebody-else')],
    ['the scheme is not Basic', `Bearer ${apiKey}`],
  ])('answers 401 when %s', (_reason, authorization) =>
    withCompany(async ({ get }) => {
      const answer = await get(anywhere, { authorization });

      expect(answer.status).toBe(401);
      expect(answer.headers.get('x-bamboohr-error-message')).toMatch(/API key/);
      expect(answer.text).toBe('');
    }),
  );

  test('takes any password beside the key', () =>
    withCompany(async ({ get }) => {
      const authorization = `Basic ${Buffer.from(`${apiKey}:whatever`).toString('base64')}`;

      expect((await get(anywhere, { authorization })).status).toBe(200);
    }));

  test('locks the caller out after wrong keys in a row, the right key too, until the time has passed', async () => {
    let now = new Date('2026-06-01T12:00:00Z');
    await withCompany(
      async ({ get }) => {
        for (let wrong = 0; wrong < lockOut.wrongKeys; wrong += 1)
          expect((await get(anywhere, { authorization: basic('wrong') })).status).toBe(401);

        expect((await get(anywhere)).status).toBe(403);

        now = new Date(now.getTime() + lockOut.forMs);
        expect((await get(anywhere)).status).toBe(200);
      },
      { now: () => now },
    );
  });

  test('forgets wrong keys once a right one comes', () =>
    withCompany(async ({ get }) => {
      const almost = lockOut.wrongKeys - 1;
      for (let wrong = 0; wrong < almost; wrong += 1) await get(anywhere, { authorization: basic('wrong') });
      await get(anywhere);
      for (let wrong = 0; wrong < almost; wrong += 1) await get(anywhere, { authorization: basic('wrong') });

      expect((await get(anywhere)).status).toBe(200);
    }));
});

describe('the rate limit', () => {
  test.each([429, 503] as const)('answers %i with the seconds to wait, and opens again after them', async (status) => {
    let now = new Date('2026-06-01T12:00:00Z');
    await withCompany(
      async ({ get }) => {
        await get(anywhere);
        await get(anywhere);

        const over = await get(anywhere);
        expect(over.status).toBe(status);
        expect(over.headers.get('retry-after')).toBe('10');

        now = new Date(now.getTime() + 10_000);
        expect((await get(anywhere)).status).toBe(200);
      },
      { now: () => now, rateLimit: { requests: 2, perMs: 10_000, status } },
    );
  });
});
