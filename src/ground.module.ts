import { type DynamicModule, Global, Module } from '@nestjs/common';
import { LOG, type Log } from './log/log.js';
import { Tenancy } from './database/tenancy.js';
import { Envelope } from './files/envelope.js';
import { Tenants } from './policy/tenants.js';
import { QueueModule } from './queue/queue.module.js';

export interface Ground {
  readonly tenancy: Tenancy;
  readonly envelope: Envelope;
  readonly log: Log;
  /** Where nudges travel: over Redis where there is one, else by `notify` of this database. */
  readonly nudges: { readonly redisUrl: string | undefined; readonly listenUrl: string };
}

/** What every feature stands on, opened once before the application starts. */
@Global()
@Module({})
export class GroundModule {
  static on({ tenancy, envelope, log, nudges }: Ground): DynamicModule {
    return {
      module: GroundModule,
      imports: [QueueModule.forRoot({ ...nudges, tenancy, log })],
      providers: [
        { provide: Tenancy, useValue: tenancy },
        { provide: Envelope, useValue: envelope },
        { provide: LOG, useValue: log },
        Tenants,
      ],
      exports: [Tenancy, Envelope, LOG, Tenants],
    };
  }
}
