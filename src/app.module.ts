import { type DynamicModule, Module } from '@nestjs/common';
import { SessionController } from './access/session.controller.js';
import { ActionsModule } from './actions/actions.module.js';
import { type Ground, GroundModule } from './ground.module.js';
import { FindingsModule } from './findings/findings.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { OutboxModule } from './outbox/outbox.module.js';
import { OpenApiController } from './openapi.controller.js';
import { PeopleModule } from './people/people.module.js';
import { TenantsController } from './policy/tenants.controller.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { ReviewModule } from './review/review.module.js';

/** The hub: every feature, on one ground. */
@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [
        GroundModule.on(ground),
        IngestModule,
        PeopleModule,
        FindingsModule,
        ReviewModule,
        OutboxModule,
        ReconciliationModule,
        ActionsModule,
      ],
      controllers: [TenantsController, SessionController, OpenApiController],
    };
  }
}
