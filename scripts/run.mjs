// The one entry of every npm script. Uses Node's own modules only, because nothing else is there in a bare clone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfNeeded } from './build.mjs';
import { Interrupted, runToEnd } from './child.mjs';
import { installIfNeeded } from './install.mjs';
import { runtime } from './runtime.mjs';

const root = join(fileURLToPath(import.meta.url), '../..');
const say = (line) => process.stderr.write(`${line}\n`);

/** What each command runs; a list of what to hand to Node. */
const commands = {
  demo: ['dist/bin/demo.js'],
  start: ['dist/bin/main.js'],
  worker: ['dist/bin/worker.js'],
  plumbline: ['dist/bin/cli.js'],
  bench: ['dist/bin/bench.js'],
  api: ['scripts/generate-api.mjs'],
  test: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
  build: undefined,
  install: undefined,
};

const [command = '', ...parameters] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) {
  say(`there is no command ${command}; there is: ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}

try {
  await installIfNeeded(root, say);
  const node = runtime(root);
  if (command !== 'install') await buildIfNeeded(root, node, say);
  const target = commands[command];
  if (target !== undefined)
    process.exitCode = await run(node, [...target.map((part) => (existsSync(join(root, part)) ? join(root, part) : part)), ...parameters]);
} catch (cause) {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = cause instanceof Interrupted ? cause.exitCode : 1;
}

/** With this terminal, in the folder it was started in (the tests in the project's), and ends as it ended. */
async function run(node, list) {
  const cwd = command === 'test' ? root : process.cwd();
  // A stack then names the sources, not the files they were made into; reading the maps takes a moment.
  const mapped = process.env.LOG_LEVEL === 'debug' && command !== 'test' ? ['--enable-source-maps'] : [];
  // What Node compiled is kept beside the build: the next command starts sooner for it.
  const NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE ?? join(root, 'dist', '.compiled');
  const code = await runToEnd(node, [...mapped, ...list], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE },
  });
  // `npm run` goes to the project first, wherever it was typed, and no path in the answer would tell.
  const typedIn = process.env.INIT_CWD ?? cwd;
  if (code === 2 && command === 'plumbline' && typedIn !== cwd)
    say(`npm works in ${cwd}, and a path is taken from there, not from ${typedIn}: give a whole one, or go there.`);
  return code;
}
