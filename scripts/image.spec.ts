import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
let image: string;

// A folder with what the last stage of the image copies, out of this project: no Docker is needed to see what is missing.
beforeEach(async () => {
  image = mkdtempSync(join(tmpdir(), 'plumbline-image-'));
  const copied = [...dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
  for (const name of copied.map((path) => path.replace('/plumbline/', ''))) {
    if (name === 'node_modules' || name === 'dist') symlinkSync(join(ROOT, name), join(image, name));
    else cpSync(join(ROOT, name), join(image, name));
  }
  const [set] = /^RUN (npm pkg set .+)$/m.exec(dockerfile)?.slice(1) ?? [];
  await inTheImage(set ?? 'false');
});
afterEach(() => rmSync(image, { recursive: true, force: true }));

const inTheImage = (line: string) => promisify(execFile)('sh', ['-c', line], { cwd: image });

describe('in the image', () => {
  test('a command works as the hub advises to type it', async () => {
    const { stdout } = await inTheImage('PLUMBLINE_HOME=./home npm run plumbline -- connections --help');

    expect(stdout).toMatch(/Usage: plumbline connections/);
  });

  test('what is started is there', () => {
    const started = [...dockerfile.matchAll(/node", "(dist\/[^"]+)"|node (dist\/\S+\.js)/g)].map(([, one, other]) => one ?? other ?? '');

    expect(started).toEqual(expect.arrayContaining(['dist/bin/main.js', 'dist/bin/worker.js', 'dist/bin/cli.js']));
    for (const file of started) expect(readFileSync(join(image, file), 'utf8')).not.toBe('');
  });
});
