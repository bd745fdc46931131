import { BadRequestException, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import type { z } from 'zod';

/** Refuses what a route does not know: a filter that is misspelled and ignored shows a whole list as if it were the part that was asked for. */
export class CheckedQuery implements NestInterceptor {
  readonly #known: readonly string[];

  constructor(query: z.ZodObject | undefined) {
    this.#known = Object.keys(query?.shape ?? {});
  }

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const given = Object.keys(context.switchToHttp().getRequest<Request>().query);
    if (given.every((name) => this.#known.includes(name))) return next.handle();
    const known = this.#known.length === 0 ? 'it takes nothing' : `it takes ${this.#known.join(', ')}, each once as name=value`;
    throw new BadRequestException(`query: this road does not know all that is asked of it; ${known}`);
  }
}
