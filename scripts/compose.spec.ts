import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';

const text = readFileSync(join(import.meta.dirname, '../docker-compose.yml'), 'utf8');
const service = z.looseObject({ command: z.array(z.string()).optional(), depends_on: z.record(z.string(), z.unknown()).optional() });
const { services } = z.looseObject({ services: z.record(z.string(), service) }).parse(parse(text, { merge: true }));

describe('the compose file', () => {
  test('asks for no variable to be looked over', () => {
    expect(text).not.toMatch(/\$\{\w+:?\?/);
  });

  test('starts nothing before the passwords were looked at', () => {
    const waitsFor = (name: string): string[] => Object.keys(services[name]?.depends_on ?? {}).flatMap((one) => [one, ...waitsFor(one)]);

    const hasty = Object.keys(services).filter((name) => name !== 'passwords' && !waitsFor(name).includes('passwords'));

    expect(hasty).toEqual([]);
  });

  test.each([
    ['none', {}],
    ['one alone', { POSTGRES_PASSWORD: 'abc123' }],
    ['one that would break the address it stands in', { POSTGRES_PASSWORD: 'a@b', REDIS_PASSWORD: 'abc123' }],
  ])('refuses %s', async (_which, environment) => {
    await expect(lookedAt(environment)).rejects.toMatchObject({
      code: 1,
      stderr: 'Set POSTGRES_PASSWORD and REDIS_PASSWORD to letters and digits of your choice, and start again.\n',
    });
  });

  test('takes two of letters and digits', async () => {
    await expect(lookedAt({ POSTGRES_PASSWORD: 'abc123', REDIS_PASSWORD: 'XYZ9' })).resolves.toMatchObject({ stderr: '' });
  });
});

/** Runs what the service `passwords` runs; two dollar signs are one to the shell. */
const lookedAt = (environment: Readonly<Record<string, string>>) =>
  promisify(execFile)('sh', ['-c', ...(services['passwords']?.command ?? []).map((line) => line.replaceAll('$$', '$'))], {
    env: { PATH: process.env['PATH'], ...environment },
  });
