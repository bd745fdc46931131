import type { Command } from 'commander';
import { once } from 'node:events';
import { generateCompany } from '../../simulators/company/company.js';
import { typed } from '../config/typed.js';
import { startSources } from '../demo/sources.js';
import { wholeNumber } from './run-command.js';
import { print, printJson } from './terminal.js';

export function simulatorsCommand(program: Command): void {
  program
    .command('simulators')
    .description('start the simulated vendors with a synthetic company, until you stop them')
    .option('--seed <number>', 'another number makes another company', wholeNumber, 1)
    .option('--json', 'print their addresses and configurations as one JSON object')
    .action(async (options: { seed: number; json?: boolean }) => {
      const company = generateCompany({ seed: options.seed });
      const sources = await startSources(company);
      if (options.json === true) printJson({ company: company.name, configurations: sources.configurations });
      else print(described(company.name, sources.configurations));
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await sources.close();
    });
}

function described(company: string, configurations: Readonly<Record<string, unknown>>): string[] {
  return [
    `${company}, a company that does not exist, is served by:`,
    ...Object.entries(configurations).flatMap(([vendor, configuration]) => [
      '',
      vendor,
      ...JSON.stringify(configuration, null, 2).split('\n'),
    ]),
    '',
    `Save one of them to a file and connect it: ${typed('connections add NAME VENDOR --config FILE')}`,
    'Their ledgers are at ADDRESS/_simulator/ledger; faults go to ADDRESS/_simulator/faults. Stop them with Ctrl-C.',
  ];
}
