import type { RequestHandler } from 'express';
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../database/actor.js';

export interface Session {
  /** Part of the address that is printed where the hub was started. */
  readonly key: string;
  /** Takes the key out of the address and gives a cookie for it. */
  readonly exchange: RequestHandler;
  /** Lets nobody in without the cookie, and says who acts. */
  readonly required: RequestHandler;
}

/**
 * Until people sign in: whoever was given the key of this start is the person who started it.
 * The key and the session are made anew with every start and kept nowhere.
 */
export function openSession({ actorId }: { readonly actorId: string }): Session {
  const key = randomBytes(24).toString('base64url');
  const session = randomBytes(24).toString('base64url');
  return {
    key,
    exchange: (request, response, next) => {
      const given = request.query['key'];
      if (request.method !== 'GET' || typeof given !== 'string') return next();
      if (same(given, key))
        response.cookie(cookieName(request.socket.localPort), session, { httpOnly: true, sameSite: 'strict', path: '/' });
      response.redirect(303, '/'); // away from the key, so that it stays in no history
    },
    required: (request, response, next) => {
      const traceId = randomUUID();
      response.setHeader('x-trace-id', traceId);
      if (!same(cookieOf(request.headers.cookie, cookieName(request.socket.localPort)), session)) {
        response.status(401).json({ error: { message: 'open the console by the address that was printed when the hub started' } });
        return;
      }
      response.locals['actor'] = { kind: 'person', id: actorId, traceId } satisfies Actor;
      next();
    },
  };
}

/** Browsers send cookies to every port of a host: two hubs on one machine need two names. */
const cookieName = (port: number | undefined): string => `plumbline_${port ?? 0}`;

function cookieOf(header: string | undefined, name: string): string {
  const found = (header ?? '').split(';').find((pair) => pair.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1) ?? '';
}

/** In a time that says nothing about how much of it was right. */
const same = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
