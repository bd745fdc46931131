import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { Acceptance } from './acceptance.js';
import { Delivery } from './deliver.js';
import { PeopleModule } from '../people/people.module.js';
import { OutboxController } from './outbox.controller.js';
import { Outbox } from './outbox.js';
import { Planner } from './planner.js';
import { Preview } from './preview.js';
import { Settlement } from './settlement.js';
import { StillNewest } from './still-newest.js';

@Module({
  imports: [ConnectionsModule, PeopleModule],
  controllers: [OutboxController],
  providers: [Outbox, Planner, Preview, Settlement, StillNewest, Acceptance, Delivery],
  exports: [Outbox, Planner, Preview, Settlement, StillNewest, Acceptance, Delivery],
})
export class OutboxModule {}
