import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const SRC = join(import.meta.dirname, '..');
const WEB = join(SRC, '../web/src');
const commands = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.command.ts'))
  .map((name) => name.replace('.command.ts', ''));

test('a command is advised as it can be typed: with the script that runs it, and for the hub and tenant it is about', () => {
  const bare = new RegExp(`plumbline (?:${commands.join('|')})\\b`);
  const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
  );

  expect(commands).toContain('quarantine');
  expect(sources.filter((name) => bare.test(readFileSync(join(SRC, name), 'utf8')))).toEqual([]);
});

test('the console names no command by itself: only as it is typed for the hub and tenant somebody looks at', () => {
  const pages = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !name.includes('generated'),
  );

  expect(pages).toContain('frame/typed.tsx');
  expect(pages.filter((name) => readFileSync(join(WEB, name), 'utf8').includes('npm run plumbline'))).toEqual([]);
});
