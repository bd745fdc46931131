import { Module } from '@nestjs/common';
import { PrivacyLedger } from './ledger.js';

@Module({ providers: [PrivacyLedger], exports: [PrivacyLedger] })
export class PrivacyModule {}
