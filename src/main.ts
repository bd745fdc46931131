import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { FIRST_TENANTS } from './cli/command.js';
import { readConfig } from './config/config.js';
import { startConsole } from './console.js';
import type { Actor } from './database/actor.js';
import { openGround } from './open-hub.js';
import { Tenants } from './policy/tenants.js';
import { startWork } from './work.js';

/** The hub over HTTP, on this machine, until it is asked to stop. */
async function serve(): Promise<void> {
  const config = readConfig();
  const ground = await openGround(config);
  try {
    const running = await startConsole({ ground, port: config.port });
    const working = startWork({ app: running.app, ground });
    try {
      const starter: Actor = { kind: 'person', id: userInfo().username, traceId: randomUUID() };
      if ((await ground.tenancy.allTenants()).length === 0)
        for (const tenant of FIRST_TENANTS) await running.app.get(Tenants, { strict: false }).create(starter, tenant);
      const { port } = new URL(running.address);
      if (config.port !== 0 && port !== String(config.port))
        console.log(`Port ${config.port} is taken; the console is on ${port} instead.`);
      console.log(`Plumbline is running. Open\n\n  ${running.address}\n\nThe key in it is made anew at each start. Stop with Ctrl+C.`);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    } finally {
      await working.close();
      await running.close();
    }
  } finally {
    await ground.close();
  }
}

try {
  await serve();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
