import { Command, InvalidArgumentError } from 'commander';
import { runCommand } from '../cli/run-command.js';
import { play, type PlayOptions } from './play.js';

const LARGEST_SEED = 2 ** 32 - 1;

await runCommand(
  new Command('demo')
    .description('the whole flow on a company that does not exist')
    .option('--headless', 'run once and end, without the console')
    .option('--json', 'print the result as one JSON object, on the last line')
    .option('--seed <number>', 'another number makes another company', seed, 1)
    .allowExcessArguments(false)
    .showHelpAfterError('What there is: npm run demo -- --help')
    .action(played),
);

async function played(options: PlayOptions): Promise<void> {
  try {
    await play(options);
  } catch (cause) {
    process.stderr.write('\n'); // a step that failed has left its line open
    throw cause;
  }
}

function seed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED) return Number(text);
  throw new InvalidArgumentError(`It is a whole number from 0 to ${LARGEST_SEED}.`);
}
