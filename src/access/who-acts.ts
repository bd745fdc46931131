import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { actor } from '../database/actor.js';

/** Whoever the session of this request belongs to. */
export const WhoActs = createParamDecorator((_nothing: unknown, context: ExecutionContext) =>
  actor.parse(context.switchToHttp().getResponse<Response>().locals['actor']),
);
