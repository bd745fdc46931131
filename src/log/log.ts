import pino, { type DestinationStream, type Logger } from 'pino';
import { redact } from './redact.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** By this a service asks for the log of its process. */
export const LOG = Symbol('log');

/**
 * One structured line per unit of work, at its end; event names are `noun.past-participle`.
 * What is written passes through `redact`, so that no author has to remember what may not be logged.
 */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: (fields) => redact(fields) },
      hooks: {
        // The first may be the line's own fields, which the formatter sees; what stands after it is told in the message.
        logMethod(fields, method) {
          method.apply(
            this,
            fields.map((field: unknown, place) =>
              place > 0 || typeof field === 'string' ? redact({ text: field }).text : field,
            ) as Parameters<typeof method>,
          );
        },
      },
    },
    destination,
  );
}
