import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/rows.js';
import { calibration } from '../pipelines/calibration.js';
import { Records } from '../records/records.js';
import { claimInputs, varianceInputs } from './calibration-inputs.js';
import { readQuestion } from './calibration-question.js';
import { Findings } from './findings.js';
import { cycleWithId } from './review-cycle.js';

/** Looks, at the moment of a decision, whether what a finding was computed from still is what it was. */
@Injectable()
export class StandingFindings {
  constructor(
    private readonly findings: Findings,
    private readonly records: Records,
  ) {}

  /**
   * Reads what the pipeline would be asked now, as the pipeline reads it. Whatever differs counts, whether or not it would
   * change what is found: only the pipeline can tell that.
   * @returns in words what has changed; nothing where all is as it was.
   */
  async whatChanged(tx: Tx, tenantId: string, findingId: string): Promise<string[]> {
    const { pipeline, kind, cycleId, subjectPersonId } = await this.findings.matter(tx, tenantId, findingId);
    if (pipeline !== calibration.name || subjectPersonId === null) return []; // a release, which others rest on, never changes
    const cycle = await cycleWithId(tx, cycleId);
    const read = async (what: { personId: string } | { ratingsOnly: true }) => readQuestion(tx, tenantId, this.records, { cycle, ...what });
    const now =
      kind === 'rating-variance'
        ? varianceInputs(await read({ ratingsOnly: true }))
        : claimInputs(await read({ personId: subjectPersonId }))(subjectPersonId);
    return this.findings.changedInputs(tx, findingId, now);
  }
}
