import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller.js';
import { Connections } from './connections.js';

@Module({ controllers: [ConnectionsController], providers: [Connections], exports: [Connections] })
export class ConnectionsModule {}
