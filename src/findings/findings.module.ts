import { Module } from '@nestjs/common';
import { PrivacyModule } from '../privacy/privacy.module.js';
import { RecordsModule } from '../records/records.module.js';
import { Calibration } from './calibration.js';
import { FindingsController } from './findings.controller.js';
import { Findings } from './findings.js';
import { Listening } from './listening.js';
import { PublishedSurveys } from './published-figures.js';
import { ReviewedRatings } from './reviewed-rating.js';
import { StandingFindings } from './standing-findings.js';
import { Waves } from './wave.js';

@Module({
  imports: [RecordsModule, PrivacyModule],
  controllers: [FindingsController],
  providers: [Findings, Calibration, Listening, PublishedSurveys, ReviewedRatings, StandingFindings, Waves],
  exports: [PublishedSurveys, Findings, Calibration, Listening, ReviewedRatings, StandingFindings, Waves],
})
export class FindingsModule {}
