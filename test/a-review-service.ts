import type { Tenancy } from '../src/database/tenancy.js';
import type { Envelope } from '../src/files/envelope.js';
import { Findings } from '../src/findings/findings.js';
import { StandingFindings } from '../src/findings/standing-findings.js';
import { Records } from '../src/records/records.js';
import { Consequences } from '../src/review/consequences.js';
import { ReviewService } from '../src/review/review.service.js';

/** Whoever takes decisions, with what follows from them where a test is about that. */
export const aReviewService = (tenancy: Tenancy, envelope: Envelope, consequences = new Consequences()): ReviewService =>
  new ReviewService(tenancy, consequences, envelope, new StandingFindings(new Findings(tenancy, envelope), new Records(tenancy, envelope)));
