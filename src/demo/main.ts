import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { HubError } from '../../connectors/kit/errors.js';
import { EmbeddedPostgresError } from '../database/embedded/embedded-postgres-error.js';
import { play } from './play.js';

const LARGEST_SEED = 2 ** 32 - 1;

const program = new Command('demo')
  .description('the whole flow on a company that does not exist')
  .option('--headless', 'run once and end, without the console')
  .option('--json', 'print the result as one JSON object, on the last line')
  .option('--seed <number>', 'another number makes another company', seed, 1)
  .allowExcessArguments(false)
  .showHelpAfterError('What there is: npm run demo -- --help')
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .action(play);

try {
  await program.parseAsync();
} catch (cause) {
  if (!(cause instanceof CommanderError)) process.stderr.write(`\n${said(cause)}\n`);
  process.exitCode = !(cause instanceof CommanderError) ? 1 : cause.exitCode === 0 ? 0 : 2; // help ends here too
}

function seed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED) return Number(text);
  throw new InvalidArgumentError(`It is a whole number from 0 to ${LARGEST_SEED}.`);
}

/** One paragraph for whoever started it; a defect also shows where it arose. */
function said(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const isForPeople = cause instanceof EmbeddedPostgresError || cause instanceof HubError || cause.constructor === Error;
  return isForPeople ? cause.message : (cause.stack ?? cause.message);
}
