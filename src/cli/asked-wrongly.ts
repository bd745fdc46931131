import { CommanderError } from 'commander';

/** Ends the command with exit code 2: what was asked for cannot be done, and nothing was. */
export const askedWrongly = (message: string, cause?: unknown): CommanderError =>
  Object.assign(new CommanderError(2, 'plumbline.askedWrongly', message), cause === undefined ? {} : { cause });
