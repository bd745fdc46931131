import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './child.mjs';
import { withLock } from './lock.mjs';

const compiled = [
  'src',
  'connectors',
  'mappings',
  'simulators',
  'bench',
  'chaos',
  'test',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'package-lock.json',
];

/**
 * What is built from what, and how, one after the other. A part whose first source is not there is left out.
 * The programs are made of what the hub was built to, which may be older than its sources: these can change while it is built.
 */
const parts = [
  { name: 'hub', from: compiled, to: 'dist/src', list: ['node_modules/@nestjs/cli/bin/nest.js', 'build'] },
  { name: 'programs', from: ['bundle.mjs', 'package-lock.json', 'dist/.hub-stamp'], to: 'dist/bin', list: ['bundle.mjs'] },
  {
    name: 'console',
    from: ['web', 'package-lock.json'],
    to: 'dist/web',
    list: ['node_modules/vite/bin/vite.js', 'build', 'web', '--outDir', '../dist/web', '--emptyOutDir', '--logLevel', 'warn'],
  },
];

/** Builds each part whose sources are not those it was built from. A build that was killed has left no stamp and is repeated. */
export async function buildIfNeeded(root, node, say) {
  for (const part of parts) {
    if (!existsSync(join(root, part.from[0])) || isFresh(root, part)) continue;
    await withLock(join(root, '.plumbline-build'), say, async () => {
      if (!isFresh(root, part)) await build(root, node, part, say); // else another command was first
    });
  }
}

async function build(root, node, { name, from, to, list: [program, ...list] }, say) {
  say(`building the ${name} …`);
  const startedAt = Date.now();
  const wanted = stampOf(root, from);
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(stampFile(root, name), { force: true });
  // The compiler writes only what changed by its own notes, which may tell of files that are gone.
  if (!existsSync(join(root, to))) rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
  const code = await runStep(`building the ${name}`, node, [join(root, program), ...list], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' }, // which a shell may have set otherwise, as tests do
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) throw new Error(`the ${name} could not be built; the compiler says why above`);
  writeFileSync(stampFile(root, name), wanted);
  say(`${name} built in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

const stampFile = (root, name) => join(root, 'dist', `.${name}-stamp`);

function isFresh(root, { name, from, to }) {
  const stamp = stampFile(root, name);
  return existsSync(join(root, to)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(root, from);
}

/** Names, sizes and times of the sources: reading them all would take longer than most commands. */
export function stampOf(root, sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(root, source))) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\n${size}\n${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Relative to the root, in a fixed order; none for a source that is not there. Tests of one file are not built. */
function filesIn(root, source) {
  const path = join(root, source);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [source];
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => name !== 'node_modules' && !name.endsWith('spec.ts'));
  return entries.flatMap((entry) => (entry.isDirectory() ? filesIn(root, join(source, entry.name)) : [join(source, entry.name)])).sort();
}
