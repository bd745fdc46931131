import { Module } from '@nestjs/common';
import { FindingsModule } from '../findings/findings.module.js';
import { PeopleModule } from '../people/people.module.js';
import { CarryOut } from './carry-out.js';
import { CasesController } from './cases.controller.js';
import { Consequences } from './consequences.js';
import { IdentityCases } from './identity-cases.js';
import { ReviewService } from './review.service.js';

@Module({
  imports: [FindingsModule, PeopleModule],
  controllers: [CasesController],
  providers: [Consequences, CarryOut, ReviewService, IdentityCases],
  exports: [Consequences, CarryOut, ReviewService, IdentityCases],
})
export class ReviewModule {}
