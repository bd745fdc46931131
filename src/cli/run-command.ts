import { HttpException } from '@nestjs/common';
import { type Command, CommanderError, InvalidArgumentError } from 'commander';
import { AskedWronglyError, HubError } from '../../connectors/kit/errors.js';
import { isDebugging } from '../config/config.js';
import { DatabaseAway } from '../database/database-away.js';
import { EmbeddedPostgresError } from '../database/embedded/embedded-postgres-error.js';
import type { ExitCode } from './command.js';
import { printable, printJson, tell } from './terminal.js';

/**
 * Runs what was typed; whatever goes wrong is said in one paragraph, and the exit code says whose turn it is.
 * With `--json` a machine reads the same as `{"error":{"exitCode":…,"message":…}}` on the last line.
 */
export async function runCommand(program: Command): Promise<void> {
  whenAskedWrongly(program);
  await speakingOfFailure(() => program.parseAsync(), { json: process.argv.includes('--json') });
}

/** @param work may give the exit code. */
export async function speakingOfFailure(work: () => Promise<unknown>, { json = false }: { readonly json?: boolean } = {}): Promise<void> {
  try {
    const code = await work();
    if (typeof code === 'number') process.exitCode = code;
  } catch (cause) {
    const { code, words } = failure(cause);
    process.exitCode = code;
    if (words !== undefined) tell(words);
    if (json && code !== 0) printJson({ error: { exitCode: code, message: words ?? (cause instanceof Error ? cause.message : '') } });
    if (isDebugging() && code === 1 && cause instanceof Error) process.stderr.write(`${cause.stack ?? ''}\n`);
  }
}

/** A command ends by itself, never by ending the process under whatever is open. */
function whenAskedWrongly(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(`${text.trimEnd().split('\n').map(printable).join('\n')}\n`) });
  for (const inner of command.commands) whenAskedWrongly(inner);
}

/** What to say of a failure, and whether it was asked wrongly (2) or failed (1). A defect says how to see where it arose. */
export function failure(cause: unknown): { readonly code: ExitCode; readonly words?: string } {
  if (cause instanceof CommanderError) {
    if (cause.exitCode === 0) return { code: 0 }; // help and version end here too
    return cause.code.startsWith('commander.') ? { code: 2 } : { code: 2, words: cause.message };
  }
  if (cause instanceof AskedWronglyError) return { code: 2, words: cause.message };
  if (cause instanceof HttpException) return { code: cause.getStatus() < 500 ? 2 : 1, words: cause.message };
  if (cause instanceof DatabaseAway) return { code: 1, words: `${cause.message}. ${ONCE_MORE}` };
  if (cause instanceof HubError || cause instanceof EmbeddedPostgresError || (cause instanceof Error && cause.constructor === Error))
    return { code: 1, words: cause.message };
  const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { code: 1, words: `this is a fault of the hub: ${said.replaceAll(/\s+/g, ' ')}. With LOG_LEVEL=debug it says where it arose` };
}

const ONCE_MORE =
  'Whether the last step is there is not known; nothing is there by half. Give the same command once more: the embedded server is started anew by it, the one that DATABASE_URL names has to answer again';

/** A number somebody typed after an option. @throws InvalidArgumentError, which ends the command as asked wrongly. */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number, such as 7.');
}

/** A number of things, of which there is to be at least one. @throws InvalidArgumentError, as above. */
export function oneOrMore(text: string): number {
  if (wholeNumber(text) > 0) return wholeNumber(text);
  throw new InvalidArgumentError('It is 1 or more.');
}
