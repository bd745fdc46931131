import type { Command } from 'commander';
import { once } from 'node:events';
import { generateCompany } from '../../simulators/company/company.js';
import { startSources } from '../demo/sources.js';

export function simulatorsCommand(program: Command): void {
  program
    .command('simulators')
    .description('start the simulated vendors with a synthetic company, until you stop them')
    .option('--seed <number>', 'another number makes another company', '1')
    .option('--json', 'print their addresses and configurations as one JSON object')
    .action(async (options: { seed: string; json?: boolean }) => {
      const company = generateCompany({ seed: Number(options.seed) });
      const sources = await startSources(company);
      if (options.json === true) console.log(JSON.stringify({ company: company.name, configurations: sources.configurations }));
      else for (const line of described(company.name, sources.configurations)) console.log(line);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await sources.close();
    });
}

function described(company: string, configurations: Readonly<Record<string, unknown>>): string[] {
  return [
    `${company}, a company that does not exist, is served by:`,
    ...Object.entries(configurations).map(([vendor, configuration]) => `\n${vendor}\n${JSON.stringify(configuration, null, 2)}`),
    '\nSave one of them to a file and connect it: plumbline connections add NAME VENDOR --config FILE',
    'Their ledgers are at ADDRESS/_simulator/ledger; faults go to ADDRESS/_simulator/faults. Stop them with Ctrl-C.',
  ];
}
