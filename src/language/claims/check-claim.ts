import { checkCountClaim } from './count-claim.js';
import { referenceTo } from './evidence.js';
import type { ReadClaim } from './extract.js';
import { checkPunctualityClaim } from './punctuality-claim.js';
import { checkRecordClaim } from './record-claim.js';
import { checkShareClaim } from './share-claim.js';
import { checkTextClaim } from './text-claim.js';
import type { Assessment, CheckingContext, ClaimVerdict } from './verdict.js';

/**
 * Gives one claim its verdict. What records can settle is settled by counting and by their fields; only the rest by words.
 * Traits, judgements and intentions are opinions: they are neither proved nor refuted here.
 */
export function checkClaim(read: ReadClaim, context: CheckingContext): ClaimVerdict {
  const { verdict, reason, evidence, checks, confidence } = withInsertions(assess(read, context), read);
  return { claim: read.claim, verdict, reason, evidence: evidence.map(referenceTo), checks: [...checks], confidence };
}

/** What is put in is said as well: records that bear out the rest do not tell it. */
function withInsertions(assessment: Assessment, { claim, insertions }: ReadClaim): Assessment {
  const own = insertions.filter(({ start, end }) => claim.start <= start && end <= claim.end);
  if (assessment.verdict !== 'supported' || own.length === 0) return assessment;
  const untold = own.map(({ text }) => `“${text.replace(/^[\s,(]+|[\s,)]+$/gu, '')}”`).join(', ');
  return { ...assessment, verdict: 'partly', reason: `${assessment.reason}; the records do not tell ${untold}`, confidence: 0.6 };
}

function assess(read: ReadClaim, context: CheckingContext): Assessment {
  const { claim } = read;
  if (!claim.isCheckable) {
    const reason = claim.type === 'plan' ? 'an intention or advice, not a record of what happened' : 'reviewer opinion';
    return { verdict: 'opinion', reason, evidence: [], checks: [], confidence: 0.8 };
  }
  if (claim.type === 'comparison' && claim.numbers.length === 0) {
    const reason = 'it compares with others or with another time; the evidence of one person in one cycle cannot show that';
    return {
      verdict: 'unsupported',
      reason,
      evidence: [],
      checks: [{ about: 'sources', outcome: 'missing', stated: 'a comparison' }],
      confidence: 0.7,
    };
  }
  return (
    checkShareClaim(read, context) ??
    checkCountClaim(read, context) ??
    checkPunctualityClaim(read, context) ??
    checkRecordClaim(read, context) ??
    checkTextClaim(read, context)
  );
}
