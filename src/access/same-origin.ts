import type { RequestHandler } from 'express';

const SECURITY_HEADERS = {
  'content-security-policy': [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY', // for what does not know frame-ancestors
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const;

export const securityHeaders: RequestHandler = (_request, response, next) => {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  next();
};

/** Answers only to its own names: a foreign name that was made to point at this machine (DNS rebinding) gets nothing. */
export const ownHost: RequestHandler = (request, response, next) => {
  if (ownHosts(request.socket.localPort).includes(request.headers.host ?? '')) return next();
  response.status(403).json({ error: { message: 'this hub answers to 127.0.0.1 and localhost only' } });
};

/** Writes are JSON from our own pages: a form or a script of another site can send no such request without asking, and nobody here says yes. */
export const ownWrites: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  if (
    request.headers.origin !== undefined &&
    !ownHosts(request.socket.localPort).some((host) => request.headers.origin === `http://${host}`)
  ) {
    response.status(403).json({ error: { message: 'another site may not write here' } });
    return;
  }
  if (/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return next();
  response.status(415).json({ error: { message: 'send application/json' } });
};

const ownHosts = (port = 0): string[] =>
  ['127.0.0.1', 'localhost'].flatMap((name) => [`${name}:${port}`, ...(port === PORT_LEFT_OUT ? [name] : [])]);

/** Of `http`: nobody writes it (RFC 9110, 4.2.1). */
const PORT_LEFT_OUT = 80;
