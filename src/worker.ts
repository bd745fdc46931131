import { aborted, whenAskedToEnd } from './asked-to-end.js';
import { readConfig } from './config/config.js';
import { openHub } from './open-hub.js';
import { startWork } from './work.js';

/** A process that carries messages and serves nobody. Any number of them share the work. */
async function work(): Promise<void> {
  const ending = whenAskedToEnd(); // heard from here on: what is being started is then stopped once it has
  const { app, ground, close } = await openHub(readConfig());
  try {
    const working = startWork({ app, ground });
    ground.log.info('worker.started');
    await aborted(ending);
    await working.close();
  } finally {
    await close();
  }
}

try {
  await work();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
