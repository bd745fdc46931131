import { AskedWronglyError } from '../connectors/kit/errors.js';
import { speakingOfFailure } from '../src/cli/run-command.js';
import { audit } from './audit.js';
import { contract } from './contract.js';
import { identity } from './identity.js';
import { listening } from './listening.js';

/** Every benchmark by its name. Each prints one JSON line a measurement and gives the exit code. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = { audit, contract, identity, listening };

const [name, ...args] = process.argv.slice(2);
await speakingOfFailure(async () => {
  const known = Object.keys(benches).join(', ');
  if (name === undefined) {
    console.log(`the benchmarks are: ${known}. Run one with: npm run bench -- NAME`);
    return 0;
  }
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (bench === undefined) throw new AskedWronglyError(`there is no benchmark ${name}; there is: ${known}`);
  return bench(args);
});
