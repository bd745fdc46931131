import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { apiTypes } from './api-types.js';

test('the console is typed by the API as it is now; run `npm run api` where it is not', async () => {
  const kept = readFileSync(new URL('../web/src/api.generated.ts', import.meta.url), 'utf8');

  expect(kept).toBe(await apiTypes());
});
