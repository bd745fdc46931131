import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { type Actor, actor } from '../database/actor.js';
import { type Routes, Serves } from '../http/route.js';
import { WhoActs } from './who-acts.js';

export const sessionRoutes = {
  read: {
    id: 'readSession',
    method: 'get',
    path: 'session',
    summary: 'Who acts',
    answer: z.object({ actor: actor.omit({ traceId: true }) }),
  },
} as const satisfies Routes;

@Controller()
export class SessionController {
  @Serves(sessionRoutes.read)
  read(@WhoActs() whoActs: Actor) {
    return { actor: whoActs };
  }
}
