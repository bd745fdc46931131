import { Module } from '@nestjs/common';
import { RecordsModule } from '../records/records.module.js';
import { People } from './people.js';

@Module({ imports: [RecordsModule], providers: [People], exports: [People] })
export class PeopleModule {}
