import { contract } from './contract.js';
import { listening } from './listening.js';

/** Every benchmark by its name. Each prints one JSON line a measurement and gives the exit code. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = { contract, listening };

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`there is no benchmark ${name || '(none named)'}; there is: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode = await bench(args);
}
