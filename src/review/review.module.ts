import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.js';
import { Consequences } from './consequences.js';
import { ReviewService } from './review.service.js';

@Module({ controllers: [CasesController], providers: [Consequences, ReviewService], exports: [Consequences, ReviewService] })
export class ReviewModule {}
