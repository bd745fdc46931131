import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { AskedWronglyError, HubError, TransientError } from '../../connectors/kit/errors.js';
import { DatabaseAway } from '../database/database-away.js';
import type { Log } from '../log/log.js';
import type { errorAnswer } from './route.js';

const DATABASE_AWAY =
  'the database of the hub does not answer just now. Try again in a while, and look first whether what you asked for was done; if this stays so, see the log of the hub';

/** Says what went wrong in one sentence: never a stack, never a value somebody sent, and of a defect only where to look it up. */
@Catch()
export class SayError implements ExceptionFilter {
  constructor(private readonly log: Pick<Log, 'error' | 'warn'>) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, message } = this.#said(thrown, String(response.getHeader('x-trace-id') ?? 'none'));
    response.status(status).json({ error: { message } } satisfies z.infer<typeof errorAnswer>);
  }

  #said(thrown: unknown, traceId: string): { status: number; message: string } {
    if (thrown instanceof HttpException) return { status: thrown.getStatus(), message: thrown.message };
    if (thrown instanceof TransientError) return { status: 503, message: `${thrown.message}. Nothing was changed; try again in a while` };
    if (thrown instanceof AskedWronglyError) return { status: 404, message: thrown.message };
    if (thrown instanceof HubError) return { status: 409, message: thrown.message };
    if (thrown instanceof DatabaseAway) {
      this.log.warn({ traceId, error: thrown }, 'database.away');
      return { status: 503, message: DATABASE_AWAY };
    }
    this.log.error({ traceId, error: thrown }, 'request.failed');
    return { status: 500, message: `this is a fault of the hub; its log says more under the trace ${traceId}` };
  }
}
