import { NestFactory } from '@nestjs/core';
import { relative, resolve } from 'node:path';
import { generateCompany } from '../../simulators/company/company.js';
import { AppModule } from '../app.module.js';
import { aborted, AskedToEnd, whenAskedToEnd } from '../asked-to-end.js';
import { type Config, readConfig } from '../config/config.js';
import { startedAs } from '../config/typed.js';
import { portTaken, type RunningConsole, startConsole } from '../console.js';
import type { Ground } from '../ground.module.js';
import { openGround } from '../open-hub.js';
import { startWork } from '../work.js';
import { curtain } from './curtain.js';
import { Narrator } from './narrator.js';
import { startSealer } from '../audit/sealer.js';
import { signerIn } from '../audit/signing-key.js';
import { type OwnHome, takeHome } from './own-home.js';
import { printed } from './result.js';
import { startSources } from './sources.js';
import { setStage } from './stage.js';
import { tellStory } from './story.js';
import { withoutOwnServer } from './without-own-server.js';

export interface PlayOptions {
  readonly headless?: boolean;
  readonly json?: boolean;
  readonly seed: number;
}

/** Plays the demonstration in a folder of its own, and ends what it started at whatever moment it is asked to. */
export async function play(options: PlayOptions): Promise<void> {
  const ending = whenAskedToEnd();
  const narrator = new Narrator();
  const stopping = aborted(ending).then(() => {
    narrator.say('\n  stopping: the hub, the simulated sources and their database …');
    narrator.hush();
  });
  const home = await takeHome(resolve('.plumbline'));
  try {
    await perform(options, narrator, home, ending);
  } catch (cause) {
    if (!ending.aborted) throw cause; // else it broke because it was being ended
  } finally {
    await home.release();
  }
  if (process.exitCode === undefined && ending.reason instanceof AskedToEnd) {
    await stopping;
    process.exit(ending.reason.exitCode); // what the story still waits for will not come
  }
}

async function perform({ headless = false, json = false, seed }: PlayOptions, narrator: Narrator, home: OwnHome, ending: AbortSignal) {
  // Always on the embedded server: nobody's database is touched, whatever the environment says.
  const config: Config = {
    ...readConfig(),
    home: home.folder,
    databaseUrl: undefined,
    databaseAppUrl: undefined,
    redisUrl: undefined,
    logLevel: 'warn',
  };
  const company = generateCompany({ seed });
  startedAs({ home: relative(process.cwd(), home.folder), tenant: company.subdomain });
  await using open = new AsyncDisposableStack();
  const opened = async <Part extends { close(): Promise<void> }>(opening: Promise<Part>): Promise<Part> => {
    const part = await opening; // waited for also when asked to end, because only what was opened can be closed
    open.defer(() => part.close());
    ending.throwIfAborted();
    return part;
  };
  narrator.chapter('Plumbline: a people-data hub that can prove what it did');
  for (const line of home.beside) narrator.say(line);
  if (home.beside.length > 0) narrator.say(`this one leaves it alone and plays in ${relative(process.cwd(), home.folder)}`);
  const ground = await narrator.step('starting an embedded PostgreSQL of its own', () =>
    opened(openGround(config, { fresh: true }).catch(withoutOwnServer)),
  );
  const sources = await narrator.step('starting simulated BambooHR, Qualtrics and Jira', () => opened(startSources(company)));
  const hub = headless
    ? await opened(withoutConsole(ground))
    : await narrator.step(
        'starting the hub and its console',
        () => opened(startConsole({ ground, port: config.port })),
        ({ address }) => address,
      );
  if ('address' in hub) {
    for (const line of portTaken(config.port, hub.address)) narrator.say(line);
    await home.noteAddress(hub.address);
  }

  const story = setStage({ sources, app: hub.app, tenancy: ground.tenancy, narrator, company }).then(tellStory);
  const told = await Promise.race([story, aborted(ending)]);
  if (told === undefined) return;
  const { run, broken } = told;
  const ok = broken.length === 0;
  process.stderr.write(`${curtain(run, broken).join('\n')}\n`);
  if (json) console.log(JSON.stringify(printed(ok, run)));
  if ('address' in hub) await intermission(hub, ground, home.folder, ending);
  process.exitCode = ok ? 0 : 1;
}

async function withoutConsole(ground: Ground) {
  const app = await NestFactory.createApplicationContext(AppModule.on(ground), { logger: ['error'], abortOnError: false });
  return { app, close: () => app.close() };
}

/** Leaves everything running for a person to look at, until they have seen enough. */
async function intermission({ address, app }: RunningConsole, ground: Ground, home: string, ending: AbortSignal): Promise<void> {
  const signer = signerIn(home);
  const working = startWork({ app, ground }); // what is approved in the console is carried out
  const sealing = startSealer({ ...ground, signer });
  process.stderr.write(`\nLook at it: ${address}\nThe hub and the simulated sources keep running; stop them with Ctrl-C.\n`);
  await aborted(ending);
  await working.close();
  await sealing.close();
}
