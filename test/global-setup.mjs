import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Starts one server for the whole run (or takes the one DATABASE_URL names), and makes the template every spec file's own database is cloned from.
 * Runs the compiled build: what Jest does not transform, it cannot hide.
 */
export default async function setup() {
  if (!existsSync(new URL('../dist/test/test-server.js', import.meta.url))) {
    const built = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], { stdio: 'inherit' });
    if (built.status !== 0) throw new Error('the build failed; see above');
  }
  const { startTestServer } = await import('../dist/test/test-server.js');
  const server = await startTestServer();
  process.env.TEST_DATABASE_URL = server.ownerUrl;
  process.env.TEST_TEMPLATE = server.template;
  globalThis.testServer = server;
}
