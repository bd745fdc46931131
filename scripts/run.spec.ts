import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { withLock } from './lock.mjs';

// A project of its own with the real scripts, and a small npm and a small compiler that behave: they write what the
// real ones would, count their calls in `calls`, and wait or fail where a file of that name asks for it.
let root: string;

beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'run ')), 'my project');
  await cp(dirname(fileURLToPath(import.meta.url)), join(root, 'scripts'), { recursive: true });
  await put('package.json', '{ "type": "module" }');
  await put('package-lock.json', '{ "version": 1 }');
  await put('src/cli.ts', 'the first');
  await put('npm-cli.cjs', npm);
});

afterEach(() => rm(dirname(root), { recursive: true, force: true }));

describe('a bare clone', () => {
  test('is installed and built once, and then only run', async () => {
    const first = await run('plumbline', 'tenants', '--json');
    const second = await run('plumbline', 'tenants', '--json');

    expect(first).toMatchObject({ code: 0, output: 'ran the first with tenants --json\n' });
    expect(second).toMatchObject({ code: 0, output: 'ran the first with tenants --json\n', said: '' });
    expect(await calls()).toEqual(['npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error', 'nest build']);
  });

  test('is only installed where nothing is run of what would be built', async () => {
    const { code } = await run('install');

    expect(code).toBe(0);
    expect((await calls()).map((call) => call.split(' ')[0])).toEqual(['npm']);
  });

  test('is installed first by every command that npm runs', async () => {
    const { scripts } = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };

    expect(Object.values(scripts).filter((script) => !script.startsWith('node scripts/run.mjs '))).toEqual([]);
  });

  test('is installed once by two commands at once', async () => {
    const both = await Promise.all([run('plumbline'), run('plumbline')]);

    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await calls()).map((call) => call.split(' ')[0])).toEqual(['npm', 'nest']);
  });

  test('is installed with what tests need, also where production is set', async () => {
    await run('build', { NODE_ENV: 'production' });

    expect(await readFile(join(root, 'node_modules', 'node-env'), 'utf8')).toBe('');
  });

  test('is built as it is shipped, also where tests or development are set', async () => {
    await run('build', { NODE_ENV: 'test' });

    expect(await readFile(join(root, 'dist', 'node-env'), 'utf8')).toBe('production');
  });

  test('that cannot be installed says what to do', async () => {
    await put('npm-fails', '');

    const { code, said, output } = await run('plumbline');

    expect(code).toBe(1);
    expect(said).toContain('the packages could not be installed: npm ended with 7');
    expect(output).toBe('');
  });

  test('on a machine without npm says what to do', async () => {
    const { code, said } = await run('plumbline', { npm_execpath: '', PATH: join(root, 'nothing') });

    expect(code).toBe(1);
    expect(said).toContain('npm could not be started');
  });
});

describe('what was there before', () => {
  test('is installed again when the lockfile changed', async () => {
    await run('build');
    await put('package-lock.json', '{ "version": 2 }');

    await run('build');

    expect((await calls()).filter((call) => call.startsWith('npm'))).toHaveLength(2);
  });

  test('is built again when a source changed', async () => {
    await run('plumbline');
    await put('src/cli.ts', 'the second one');

    const { output } = await run('plumbline');

    expect(output).toBe('ran the second one with \n');
  });

  test('is bundled anew after a source that changed while the hub was built', async () => {
    await put('bundle.mjs', "import { copyFileSync } from 'node:fs'; copyFileSync('dist/bin/cli.js', 'dist/bin/bundled.js');");
    await put('nest-sees-a-change', 'the second one');
    await run('build');

    await run('build');

    expect(await readFile(join(root, 'dist/bin/bundled.js'), 'utf8')).toContain('the second one');
  });

  test('is not built again when a test changed', async () => {
    await run('build');
    await put('src/cli.spec.ts', 'a test');

    await run('build');

    expect((await calls()).filter((call) => call === 'nest build')).toHaveLength(1);
  });

  test.each(['npm', 'nest'])('is made again after a killed %s', async (step) => {
    await put(`${step}-waits`, '');
    const killed = launch('plumbline');
    await until(async () => (await calls()).some((call) => call.startsWith(step)));
    killed.kill('SIGTERM');
    const [[code], said] = await Promise.all([once(killed, 'close'), text(killed.stderr)]);
    await rm(join(root, `${step}-waits`));

    const again = await run('plumbline');

    expect(code).toBe(143);
    expect(said).toMatch(/interrupted while (installing packages|building the hub); the same command/);
    expect(said).not.toContain('could not be');
    expect(again).toMatchObject({ code: 0, output: 'ran the first with \n' });
  });

  test('an npm that ends by itself when it is asked to has been interrupted, and has not failed', async () => {
    await put('npm-waits', 'and ends with a code of its own');
    const asked = launch('plumbline');
    await until(async () => (await calls()).length > 0);

    asked.kill('SIGINT');

    const [[code], said] = await Promise.all([once(asked, 'close'), text(asked.stderr)]);
    expect(code).toBe(130);
    expect(said).toContain('interrupted while installing packages');
    expect(said).not.toContain('could not be installed');
  });

  test.each(['.plumbline-install', '.plumbline-build'])('is not kept from us by a dead holder of %s', async (lock) => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    await put(join(lock, '3'), `${dead.pid} 12345\n`);

    expect(await run('plumbline')).toMatchObject({ code: 0 });
  });

  test('in a folder nobody may write says what to do', async () => {
    // Of a system's own folders not even root may write this one.
    await expect(
      withLock(
        '/sys/plumbline-build',
        () => undefined,
        () => undefined,
      ),
    ).rejects.toThrow(/something has to be installed or built first, and \/sys may not be written/);
  });

  test('that does not compile says so and runs nothing', async () => {
    await put('nest-fails', '');

    const { code, said, output } = await run('plumbline');

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(said).toContain('the hub could not be built');
  });
});

describe('a command', () => {
  test.each([[0], [1], [2], [3]])('ends as what it ran ended: %d', async (code) => {
    await put('src/cli.ts', `exits ${code}`);

    expect((await run('plumbline')).code).toBe(code);
  });

  test('typed in another folder than npm works in says where paths are taken from, once it was asked wrongly', async () => {
    await put('src/cli.ts', 'exits 2');
    const elsewhere = await run('plumbline', { INIT_CWD: join(root, 'examples') });
    const there = await run('plumbline', { INIT_CWD: root });
    await put('src/cli.ts', 'the first');
    const fine = await run('plumbline', { INIT_CWD: join(root, 'examples') });

    expect(elsewhere.said).toContain(`npm works in ${root}, and a path is taken from there, not from ${join(root, 'examples')}`);
    expect(`${there.said}${fine.said}`).not.toContain('npm works in');
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('hands %s on, and ends as a shell would say', async (signal, expected) => {
    await run('build');
    await put('src/cli.ts', 'waits');
    const waiting = launch('plumbline');
    await once(waiting.stdout, 'data');

    waiting.kill(signal);

    expect(await once(waiting, 'close')).toEqual([expected, null]);
  });

  test.each(['', 'nonsense', 'toString'])('that is none is refused, with a list of those there are: %s', async (name) => {
    const { code, said } = await run(name);

    expect(code).toBe(2);
    expect(said).toContain('demo, start');
  });
});

type Word = string | Readonly<Record<string, string>>;

function launch(...words: readonly Word[]) {
  const given = words.filter((word) => typeof word === 'string');
  const variables = Object.assign({}, ...words.filter((word) => typeof word !== 'string')) as Record<string, string>; // what is left are variables
  const env = { PATH: process.env.PATH, npm_execpath: join(root, 'npm-cli.cjs'), ...variables };
  return spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), ...given], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...words: readonly Word[]): Promise<{ code: number | null; output: string; said: string }> {
  const child = launch(...words);
  const [code, output, said] = await Promise.all([exitCodeOf(child), text(child.stdout), text(child.stderr)]);
  return { code, output, said };
}

const exitCodeOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('close', resolve));

async function calls(): Promise<readonly string[]> {
  const lines = existsSync(join(root, 'calls')) ? await readFile(join(root, 'calls'), 'utf8') : '';
  return lines.split('\n').filter(Boolean);
}

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(20)) if (await holds()) return;
  throw new Error('what was waited for did not come');
}

const compiler = `
  const fs = require('node:fs');
  fs.appendFileSync('calls', 'nest ' + process.argv.slice(2).join(' ') + '\\n');
  if (fs.existsSync('nest-fails')) process.exit(1);
  if (fs.existsSync('nest-waits')) setInterval(() => {}, 1000);
  else {
    const source = fs.readFileSync('src/cli.ts', 'utf8');
    for (const folder of ['dist/src', 'dist/bin']) fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync('dist/node-env', process.env.NODE_ENV);
    const [verb, code] = source.split(' ');
    fs.writeFileSync('dist/bin/cli.js', verb === 'exits' ? 'process.exit(' + code + ')' : verb === 'waits' ? 'console.log(1); setInterval(() => {}, 1000)'
      : 'console.log(' + JSON.stringify('ran ' + source + ' with ') + ' + process.argv.slice(2).join(" "))');
    if (fs.existsSync('nest-sees-a-change')) fs.renameSync('nest-sees-a-change', 'src/cli.ts');
  }
`;

const npm = `
  const fs = require('node:fs');
  if (fs.existsSync('npm-waits') && fs.readFileSync('npm-waits', 'utf8') !== '') process.on('SIGINT', () => process.exit(1));
  fs.appendFileSync('calls', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
  fs.rmSync('node_modules', { recursive: true, force: true });
  console.log('npm talks on its standard output');
  if (fs.existsSync('npm-fails')) process.exit(7);
  if (fs.existsSync('npm-waits')) setInterval(() => {}, 1000);
  else {
    fs.mkdirSync('node_modules/@nestjs/cli/bin', { recursive: true });
    fs.writeFileSync('node_modules/@nestjs/cli/package.json', '{}');
    fs.writeFileSync('node_modules/@nestjs/cli/bin/nest.js', ${JSON.stringify(compiler)});
    fs.writeFileSync('node_modules/node-env', process.env.NODE_ENV);
  }
`;
