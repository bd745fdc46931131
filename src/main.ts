import { randomUUID } from 'node:crypto';
import { aborted, whenAskedToEnd } from './asked-to-end.js';
import { startSealer } from './audit/sealer.js';
import { signerIn } from './audit/signing-key.js';
import { FIRST_TENANTS } from './cli/command.js';
import { speakingOfFailure } from './cli/run-command.js';
import { homeAsSet, readConfig } from './config/config.js';
import { localUser } from './config/local-user.js';
import { startedAs } from './config/typed.js';
import { portTaken, startConsole } from './console.js';
import type { Actor } from './database/actor.js';
import { openGround } from './open-hub.js';
import { Tenants } from './policy/tenants.js';
import { startWork } from './work.js';

/** The hub over HTTP, on this machine, until it is asked to stop. */
async function serve(): Promise<void> {
  const ending = whenAskedToEnd(); // heard from here on: what is being started is then stopped once it has
  const config = readConfig();
  startedAs({ home: homeAsSet() });
  const ground = await openGround(config);
  try {
    const signer = signerIn(config.home); // before anybody is served or sent to: where it cannot be used, nothing else begins
    const running = await startConsole({ ground, port: config.port });
    const working = startWork({ app: running.app, ground });
    const sealing = startSealer({ ...ground, signer });
    try {
      const starter: Actor = { kind: 'person', id: localUser(), traceId: randomUUID() };
      if ((await ground.tenancy.allTenants()).length === 0)
        for (const tenant of FIRST_TENANTS) await running.app.get(Tenants, { strict: false }).create(starter, tenant);
      for (const line of portTaken(config.port, running.address)) console.log(line);
      console.log(`Plumbline is running. Open\n\n  ${running.address}\n\nThe key in it is made anew at each start. Stop with Ctrl+C.`);
      await aborted(ending);
    } finally {
      await working.close();
      await sealing.close();
      await running.close();
    }
  } finally {
    await ground.close();
  }
}

await speakingOfFailure(serve);
