import type { Tenancy } from '../src/database/tenancy.js';
import type { Envelope } from '../src/files/envelope.js';
import { Findings } from '../src/findings/findings.js';
import { ReviewedRatings } from '../src/findings/reviewed-rating.js';
import { StandingFindings } from '../src/findings/standing-findings.js';
import { Records } from '../src/records/records.js';
import { Consequences } from '../src/review/consequences.js';
import { ReviewService } from '../src/review/review.service.js';

/** Whoever takes decisions, with what follows from them where a test is about that. */
export function aReviewService(tenancy: Tenancy, envelope: Envelope, consequences = new Consequences()): ReviewService {
  const [findings, records] = [new Findings(tenancy, envelope), new Records(tenancy, envelope)];
  return new ReviewService(
    tenancy,
    consequences,
    envelope,
    new StandingFindings(findings, records),
    new ReviewedRatings(findings, records),
  );
}
