import type { Finding } from '../api/client';
import { Confidence } from '../pictures/confidence';
import { Moment } from '../pictures/moment';

/** Where a finding comes from: enough to find it again and to ask why. */
export const FindingFacts = ({
  finding: { cycle, confidence, pipeline, engine, policyVersion, createdAt },
}: {
  readonly finding: Finding;
}) => (
  <p className="facts">
    <Confidence of={confidence} />
    <span>{cycle}</span>
    <span>
      {pipeline} by {engine}
    </span>
    <span>policy {policyVersion}</span>
    <Moment at={createdAt} />
  </p>
);
