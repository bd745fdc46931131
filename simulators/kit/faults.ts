import type { RequestHandler } from 'express';
import { z } from 'zod';
import { type Later, onTheWall } from './later.js';

/**
 * A misbehaviour somebody asked for.
 * - `status`: answers with this status instead of doing anything.
 * - `lose-answer`: the connection breaks, `before` the effect (nothing happened) or `after` it (it happened, nobody hears).
 * - `hang`: never answers, `before` or `after` the effect; the client's own deadline has to end it.
 * - `slow`: never answers either, and has its effect only after so long, when the client has given up.
 */
export const fault = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    /** Sent as `Retry-After`: seconds or an HTTP date. */
    retryAfter: z.string().optional(),
  }),
  z.object({ kind: z.literal('lose-answer'), when: z.enum(['before', 'after']) }),
  z.object({ kind: z.literal('hang'), when: z.enum(['before', 'after']) }),
  z.object({ kind: z.literal('slow'), effectAfterMs: z.int().positive() }),
]);

export const armedFault = z.object({
  method: z.string().default('*'),
  /** A regular expression on the path without the query. */
  path: z.string().default('.*'),
  /** How many matching requests pass unharmed first. */
  skip: z.int().min(0).default(0),
  /** How many matching requests it strikes. */
  times: z.int().min(1).default(1),
  fault,
});
export type ArmedFault = z.input<typeof armedFault>;

/** Faults on request, struck in the order they were armed. */
export class Faults {
  #armed: z.output<typeof armedFault>[] = [];

  constructor(private readonly later: Later = onTheWall) {}

  arm(request: ArmedFault): void {
    this.#armed.push(armedFault.parse(request));
  }

  clear(): void {
    this.#armed = [];
  }

  /** Express middleware that stands before a vendor's routes. */
  readonly strike: RequestHandler = (request, response, next) => {
    const due = this.#due(request.method, request.path);
    if (due === undefined) return next();
    switch (due.kind) {
      case 'status':
        if (due.retryAfter !== undefined) response.setHeader('Retry-After', due.retryAfter);
        response.status(due.status).end();
        return;
      case 'lose-answer':
        if (due.when === 'before') return void request.socket.destroy();
        response.end = (() => request.socket.destroy()) as unknown as typeof response.end; // the effect happens, its answer does not leave
        return next();
      case 'hang':
        if (due.when === 'before') return;
        response.end = (() => response) as typeof response.end; // as above, but the line stays open
        return next();
      case 'slow':
        response.end = (() => response) as typeof response.end; // by then nobody listens
        return this.later(due.effectAfterMs, () => next());
    }
  };

  #due(method: string, path: string) {
    const armed = this.#armed.find((one) => (one.method === '*' || one.method === method) && new RegExp(one.path).test(path));
    if (armed === undefined) return undefined;
    if (armed.skip > 0) {
      armed.skip -= 1;
      return undefined;
    }
    armed.times -= 1;
    if (armed.times === 0) this.#armed = this.#armed.filter((one) => one !== armed);
    return armed.fault;
  }
}
