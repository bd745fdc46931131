import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { RecordsModule } from '../records/records.module.js';
import { Doubts } from './doubts.js';
import { Ingest } from './ingest.js';
import { Missing } from './missing.js';
import { Quarantine } from './quarantine.js';
import { RunsController } from './runs.controller.js';
import { Runs } from './runs.js';
import { Waiting } from './waiting.js';

@Module({
  imports: [ConnectionsModule, RecordsModule],
  controllers: [RunsController],
  providers: [Ingest, Runs, Missing, Doubts, Quarantine, Waiting],
  exports: [Ingest, Runs, Missing, Doubts, Quarantine, Waiting],
})
export class IngestModule {}
