import { afterEach, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const begun: ChildProcess[] = [];
afterEach(() => begun.splice(0).forEach((child) => child.kill('SIGKILL')));

/** A process that says when it is asked to end, and when somebody may insist; in between it is busy for so long. */
function aProcess(busyMs: number) {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', SOURCE, MODULE, String(busyMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  begun.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, said: async () => String((await lines.next()).value), ended: once(child, 'exit') };
}
const MODULE = new URL('asked-to-end.ts', import.meta.url).href;
const SOURCE = `
  import { writeSync } from 'node:fs';
  const [moduleUrl, busyMs] = process.argv.slice(1);
  const { whenAskedToEnd } = await import(moduleUrl);
  const say = (word) => writeSync(1, word + '\\n'); // at once, also from a process that is busy
  const goesOn = setInterval(() => undefined, 1_000);
  whenAskedToEnd().addEventListener('abort', () => {
    say('asked');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(busyMs));
    setTimeout(() => setTimeout(() => say('later')), 600);
  });
  process.on('SIGUSR2', () => clearInterval(goesOn));
  say('begun');
`;

test('a request that comes twice is one, however busy the process was in between', async () => {
  const { child, said, ended } = aProcess(1_000);
  await said();

  child.kill('SIGINT');
  await said();
  child.kill('SIGINT');

  expect(await said()).toBe('later');
  child.kill('SIGUSR2');
  expect(await ended).toEqual([0, null]);
});

test('whoever insists ends the process at once', async () => {
  const { child, said, ended } = aProcess(0);
  await said();

  child.kill('SIGINT');
  expect([await said(), await said()]).toEqual(['asked', 'later']);
  child.kill('SIGINT');

  expect(await ended).toEqual([130, null]);
});
