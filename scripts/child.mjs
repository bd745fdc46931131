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
  constructor(exitCode) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}

export const wasInterrupted = (code) => code === 129 || code === 130 || code === 143;
