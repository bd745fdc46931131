import { Command } from 'commander';
import { NestFactory } from '@nestjs/core';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { generateCompany } from '../../simulators/company/company.js';
import { AppModule } from '../app.module.js';
import { readConfig } from '../config/config.js';
import { type RunningConsole, startConsole } from '../console.js';
import type { Ground } from '../ground.module.js';
import { openGround } from '../open-hub.js';
import { curtain } from './curtain.js';
import { Narrator } from './narrator.js';
import { startWork } from '../work.js';
import { setStage } from './stage.js';
import { startSources } from './sources.js';
import { tellStory } from './story.js';

interface Options {
  readonly headless?: boolean;
  readonly json?: boolean;
  readonly seed: string;
}

const program = new Command('demo')
  .description('the whole flow on a company that does not exist')
  .option('--headless', 'run once and end, without the console')
  .option('--json', 'print the result as one JSON object, on the last line')
  .option('--seed <number>', 'another number makes another company', '1')
  .action(play);

/** Always on the embedded server, in a folder of its own: nobody's database is touched, whatever the environment says. */
async function play({ headless = false, json = false, seed }: Options): Promise<void> {
  const narrator = new Narrator();
  const config = {
    ...readConfig(),
    home: resolve('.plumbline/demo'),
    databaseUrl: undefined,
    databaseAppUrl: undefined,
    redisUrl: undefined,
    logLevel: 'warn' as const,
  };
  narrator.chapter('Plumbline: a people-data hub that can prove what it did');
  const ground = await narrator.step('starting an embedded PostgreSQL of its own', () => openGround(config, { fresh: true }));
  const company = generateCompany({ seed: Number(seed) });
  const sources = await narrator.step('starting simulated BambooHR, Qualtrics and Jira', () => startSources(company));
  const hub = headless
    ? await withoutConsole(ground)
    : await narrator.step(
        'starting the hub and its console',
        () => startConsole({ ground, port: config.port }),
        ({ address }) => address,
      );
  try {
    const { result, broken } = await tellStory(await setStage({ sources, app: hub.app, tenancy: ground.tenancy, narrator, company }));
    process.stderr.write(`${curtain(result, broken).join('\n')}\n`);
    if (json) console.log(JSON.stringify(result));
    process.exitCode = result.ok ? 0 : 1;
    if ('address' in hub) await intermission(hub, ground);
  } finally {
    await hub.close();
    await sources.close();
    await ground.close();
  }
}

async function withoutConsole(ground: Ground) {
  const app = await NestFactory.createApplicationContext(AppModule.on(ground), { logger: ['error'], abortOnError: false });
  return { app, close: () => app.close() };
}

/** Leaves everything running for a person to look at, until they have seen enough. */
async function intermission({ address, app }: RunningConsole, ground: Ground): Promise<void> {
  const working = startWork({ app, ground }); // what is approved in the console is carried out
  process.stderr.write(`\nLook at it: ${address}\nThe hub and the simulated sources keep running; stop them with Ctrl-C.\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await working.close();
}

await program.parseAsync();
