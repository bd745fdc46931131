import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const hasTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

/** Runs a program to its end and hands signals on to it. @returns its exit code, or 128 + the signal that ended it, as a shell would say. */
export function runToEnd(program, list, options) {
  return new Promise((ended, failed) => {
    const child = spawn(program, list, options);
    const handOn = (signal) => {
      // A Ctrl-C reaches everything in the terminal by itself, and a second one would mean "at once".
      if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, handOn);
    child.once('error', (cause) => failed(new Error(`${program} cannot be run on this machine (${cause.message})`, { cause })));
    child.once('close', (code, signal) => {
      for (const one of signals) process.off(one, handOn);
      ended(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Ends the whole command as the step before it was ended: by a signal, not by a fault. */
export class Interrupted extends Error {
  constructor(exitCode, step) {
    super(`interrupted while ${step}; the same command begins there again`);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a step to its end. A program that was asked to end, and does so with a code of its own (npm does), was interrupted all the same.
 * @returns its exit code. @throws Interrupted
 */
export async function runStep(step, program, list, options) {
  let asked;
  const hear = (signal) => (asked ??= signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, hear);
  const code = await runToEnd(program, list, options).finally(() => signals.forEach((signal) => process.off(signal, hear)));
  if (code !== 0 && asked !== undefined) throw new Interrupted(128 + constants.signals[asked], step);
  if (code === 129 || code === 130 || code === 143) throw new Interrupted(code, step);
  return code;
}
