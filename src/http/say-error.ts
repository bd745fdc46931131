import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { AskedWronglyError, HubError, TransientError } from '../../connectors/kit/errors.js';
import type { Log } from '../log/log.js';
import type { errorAnswer } from './route.js';

/** Says what went wrong in one sentence: never a stack, never a value somebody sent, and of a defect only where to look it up. */
@Catch()
export class SayError implements ExceptionFilter {
  constructor(private readonly log: Pick<Log, 'error'>) {}

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
    this.log.error({ traceId, error: thrown }, 'request.failed');
    return { status: 500, message: `this is a fault of the hub; its log says more under the trace ${traceId}` };
  }
}
