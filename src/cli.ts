import { HttpException } from '@nestjs/common';
import { Command, CommanderError } from 'commander';
import { ZodError } from 'zod';
import { AskedWronglyError, HubError } from '../connectors/kit/errors.js';
import { calibrationCommand } from './cli/calibration.command.js';
import { casesCommand } from './cli/cases.command.js';
import { connectionsCommand } from './cli/connections.command.js';
import { deletesCommand } from './cli/deletes.command.js';
import { importCommand } from './cli/import.command.js';
import { listeningCommand } from './cli/listening.command.js';
import { outboxCommand } from './cli/outbox.command.js';
import { peopleCommand } from './cli/people.command.js';
import { quarantineCommand } from './cli/quarantine.command.js';
import { reconcileCommand } from './cli/reconcile.command.js';
import { simulatorsCommand } from './cli/simulators.command.js';
import { streamsCommand } from './cli/streams.command.js';
import { syncCommand } from './cli/sync.command.js';
import { tenantsCommand } from './cli/tenants.command.js';

const program = new Command('plumbline')
  .description('a people-data hub that can prove what it did')
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });
for (const add of [
  tenantsCommand,
  connectionsCommand,
  syncCommand,
  importCommand,
  quarantineCommand,
  deletesCommand,
  streamsCommand,
  peopleCommand,
  listeningCommand,
  calibrationCommand,
  casesCommand,
  outboxCommand,
  reconcileCommand,
  simulatorsCommand,
])
  add(program);

try {
  await program.parseAsync();
} catch (cause) {
  if (cause instanceof CommanderError) {
    process.exitCode = cause.exitCode === 0 ? 0 : 2; // help and version end here too
    if (!cause.code.startsWith('commander.')) process.stderr.write(`${cause.message}\n`);
  } else {
    process.stderr.write(`${said(cause)}\n`);
    process.exitCode = cause instanceof AskedWronglyError || cause instanceof HttpException ? 2 : 1;
  }
}

/** One paragraph for the person who typed the command; a defect also shows where it arose. */
function said(cause: unknown): string {
  if (cause instanceof ZodError) return cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  if (cause instanceof HubError || cause instanceof HttpException || (cause instanceof Error && cause.constructor === Error))
    return cause.message;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
