import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const built = (path) => join(import.meta.dirname, 'dist', path);

/** What Nest would use if it were installed, and asks for with care. Any other package that is not there ends the build. */
const USED_WHERE_INSTALLED = [/^@nestjs\/(microservices|websockets)(\/|$)/, 'class-transformer', 'class-validator'];

// One file per program, and a few they share, out of the 2,300 modules they are made of, most of them of packages:
// to find and read each of those was two thirds of the time a command took to start.
await build({
  input: {
    bench: built('bench/main.js'),
    cli: built('src/cli.js'),
    demo: built('src/demo/main.js'),
    main: built('src/main.js'),
    worker: built('src/worker.js'),
  },
  plugins: [{ name: 'maps of what was compiled', load: withItsMap }],
  platform: 'node',
  external: USED_WHERE_INSTALLED,
  onLog(level, log, handle) {
    handle(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
  },
  output: {
    dir: built('bin'),
    cleanDir: true,
    format: 'esm',
    keepNames: true, // classes are named in the log and in messages
    sourcemap: true,
  },
});

/** So that a stack under `--enable-source-maps` leads to what was written, over what the compiler made of it. */
function withItsMap(path) {
  if (!path.startsWith(built('')) || !existsSync(`${path}.map`)) return undefined;
  const code = readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/u, '\n');
  return { code, map: JSON.parse(readFileSync(`${path}.map`, 'utf8')) };
}
