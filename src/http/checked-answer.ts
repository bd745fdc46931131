import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';

/** Lets out what the route's schema names and nothing beside it. An answer that does not fit is a defect of ours, and a 500. */
export class CheckedAnswer implements NestInterceptor {
  constructor(private readonly answer: z.ZodObject) {}

  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(map((given) => this.answer.parse(given)));
  }
}
