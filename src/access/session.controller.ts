import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { typedFirst } from '../config/typed.js';
import { type Actor, actor } from '../database/actor.js';
import { type Routes, Serves } from '../http/route.js';
import { WhoActs } from './who-acts.js';

export const sessionRoutes = {
  read: {
    id: 'readSession',
    method: 'get',
    path: 'session',
    summary: 'Who acts, and how this hub is spoken to from a terminal',
    answer: z.object({
      actor: actor.omit({ traceId: true }),
      typedFirst: z.string().describe('what is typed before each command for it to reach this very hub'),
    }),
  },
} as const satisfies Routes;

@Controller()
export class SessionController {
  @Serves(sessionRoutes.read)
  read(@WhoActs() whoActs: Actor) {
    return { actor: whoActs, typedFirst: typedFirst() };
  }
}
