import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Interrupted, runStep } from './child.mjs';
import { withLock } from './lock.mjs';

/** Installs what the lockfile names, unless that is what is there. An installation that was interrupted has left no stamp and is repeated. */
export async function installIfNeeded(root, say) {
  const wanted = stampOf(root);
  const stamp = join(root, 'node_modules', '.plumbline-lock');
  const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isThere()) return;
  await withLock(join(root, '.plumbline-install'), say, async () => {
    if (isThere()) return; // another command was first
    say('installing packages (once, a minute or two) …');
    const startedAt = Date.now();
    const saying = setInterval(() => say(`still installing, ${Math.round((Date.now() - startedAt) / 1000)} s …`), 15_000);
    await npm(root, ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']).finally(() =>
      clearInterval(saying),
    );
    writeFileSync(stamp, wanted);
    say(`packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  });
}

/** Packages hold programs for one kind of machine, so a folder that came from another kind is not fresh. */
const stampOf = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');

async function npm(root, parameters) {
  const [program, list, shell] = npmProgram(parameters);
  const env = { ...process.env, NODE_ENV: '' };
  const options = { cwd: root, stdio: ['ignore', 2, 2], env, shell };
  const code = await runStep('installing packages', program, list, options).catch((cause) => {
    if (cause instanceof Interrupted) throw cause;
    throw new Error(
      `npm could not be started (${cause.message}). Install Node.js with npm, version 20 or newer, and run the command again.`,
      { cause },
    );
  });
  if (code !== 0) {
    throw new Error(
      `the packages could not be installed: npm ended with ${code}, and says why above. Check that this machine reaches its package registry and has two gigabytes of disk left, then run the command again.`,
    );
  }
}

/** Started by npm, its own program is named in the environment; started by hand or by another package manager, it is looked for as usual. */
function npmProgram(parameters) {
  const named = process.env.npm_execpath;
  if (named !== undefined && basename(named).startsWith('npm')) return [process.execPath, [named, ...parameters], false];
  return process.platform === 'win32' ? ['npm.cmd', parameters, true] : ['npm', parameters, false];
}
