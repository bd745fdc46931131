import { Module } from '@nestjs/common';
import { FindingsModule } from '../findings/findings.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { ReviewModule } from '../review/review.module.js';
import { Actions } from './actions.js';

@Module({ imports: [FindingsModule, OutboxModule, ReviewModule], providers: [Actions] })
export class ActionsModule {}
