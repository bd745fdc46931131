import { Command } from 'commander';
import { auditCommand } from './cli/audit.command.js';
import { calibrationCommand } from './cli/calibration.command.js';
import { casesCommand } from './cli/cases.command.js';
import { asTyped } from './cli/command.js';
import { connectionsCommand } from './cli/connections.command.js';
import { deletesCommand } from './cli/deletes.command.js';
import { importCommand } from './cli/import.command.js';
import { listeningCommand } from './cli/listening.command.js';
import { outboxCommand } from './cli/outbox.command.js';
import { peopleCommand } from './cli/people.command.js';
import { policyCommand } from './cli/policy.command.js';
import { quarantineCommand } from './cli/quarantine.command.js';
import { reconcileCommand } from './cli/reconcile.command.js';
import { runCommand } from './cli/run-command.js';
import { simulatorsCommand } from './cli/simulators.command.js';
import { streamsCommand } from './cli/streams.command.js';
import { syncCommand } from './cli/sync.command.js';
import { tenantsCommand } from './cli/tenants.command.js';

const program = asTyped(new Command('plumbline').description('a people-data hub that can prove what it did'));
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
  policyCommand,
  reconcileCommand,
  auditCommand,
  simulatorsCommand,
])
  add(program);

await runCommand(program);
