import { describe, expect, test } from '@jest/globals';
import type { Request, RequestHandler, Response } from 'express';
import { ownHost, ownWrites } from './same-origin.js';

/** @returns 'goes on', or the status it is refused with. */
function met(handler: RequestHandler, localPort: number, headers: Readonly<Record<string, string>>): number | 'goes on' {
  let came: number | 'goes on' | undefined;
  const response = { status: (status: number) => ((came = status), { json: () => undefined }) };
  const request = { method: 'POST', socket: { localPort }, headers: { 'content-type': 'application/json', ...headers } };
  void handler(request as unknown as Request, response as unknown as Response, () => (came = 'goes on')); // as much of both as is looked at
  return came ?? 500;
}

describe('a hub answers to its own names', () => {
  test.each([
    [4300, '127.0.0.1:4300', 'goes on'],
    [4300, 'localhost:4300', 'goes on'],
    [4300, '127.0.0.1', 403],
    [4300, '127.0.0.1:80', 403],
    [80, '127.0.0.1', 'goes on'],
    [80, 'localhost', 'goes on'],
    [80, 'localhost:80', 'goes on'],
    [80, 'attacker.example', 403],
    [80, '127.0.0.1:4300', 403],
  ] as const)('on port %i to %s: %s', (port, name, expected) => {
    expect(met(ownHost, port, { host: name })).toBe(expected);
    expect(met(ownWrites, port, { origin: `http://${name}` })).toBe(expected);
  });
});
