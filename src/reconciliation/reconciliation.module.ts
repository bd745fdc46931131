import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { Reconciliation } from './reconciliation.js';

@Module({ imports: [ConnectionsModule], controllers: [ReconciliationController], providers: [Reconciliation], exports: [Reconciliation] })
export class ReconciliationModule {}
