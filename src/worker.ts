import { aborted, whenAskedToEnd } from './asked-to-end.js';
import { startSealer } from './audit/sealer.js';
import { signerIn } from './audit/signing-key.js';
import { speakingOfFailure } from './cli/run-command.js';
import { homeAsSet, readConfig } from './config/config.js';
import { startedAs } from './config/typed.js';
import { openHub } from './open-hub.js';
import { startWork } from './work.js';

/** A process that carries messages and serves nobody. Any number of them share the work. */
async function work(): Promise<void> {
  const ending = whenAskedToEnd(); // heard from here on: what is being started is then stopped once it has
  const config = readConfig();
  startedAs({ home: homeAsSet() });
  const { app, ground, close } = await openHub(config);
  try {
    const signer = signerIn(config.home); // before any work: where it cannot be used, nothing else begins
    const working = startWork({ app, ground });
    const sealing = startSealer({ ...ground, signer });
    ground.log.info('worker.started');
    await aborted(ending);
    await working.close();
    await sealing.close();
  } finally {
    await close();
  }
}

await speakingOfFailure(work);
