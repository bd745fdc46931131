import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testDatabase } from '../test/database.js';
import { measureAudit } from './audit.js';
import { measureIdentity } from './identity.js';
import { measureListening } from './listening.js';

/** Each benchmark at a small size, so that none of them rots; what it measures there says nothing. */
function onItsOwnDatabase(): void {
  const database = testDatabase();
  const before = { ...process.env };
  beforeAll(() => {
    process.env['DATABASE_URL'] = database.ownerUrl;
    process.env['DATABASE_APP_URL'] = database.hubUrl;
  });
  afterAll(() => {
    process.env = before;
  });
}

describe('the benchmark', () => {
  describe('listening', () => {
    onItsOwnDatabase();

    test('lets a survey out', async () => {
      expect((await measureListening(300, ['department'])).groupsShown).toBeGreaterThan(0);
    });
  });

  describe('identity', () => {
    onItsOwnDatabase();

    test('meets everybody once, whom six systems know by different names, and asks nothing', async () => {
      const { people, met, asked, changed } = await measureIdentity(100);

      expect({ people, met, asked, changed }).toEqual({ people: 100, met: 100, asked: 0, changed: 1 });
    });
  });

  describe('audit', () => {
    onItsOwnDatabase();

    test('verifies every entry it wrote, in a chain without a breach', async () => {
      const { entries, blocks, breaches } = await measureAudit(500, 100);

      expect(breaches).toBe(0);
      expect(entries).toBeGreaterThanOrEqual(500);
      expect(blocks).toBeGreaterThan(0);
    });
  });
});
