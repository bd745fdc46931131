import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition that nothing announces. @throws Error when it never comes, which no slow machine should meet. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await pause(5)) {
    if (await holds()) return;
  }
  throw new Error('what was waited for did not come');
}
