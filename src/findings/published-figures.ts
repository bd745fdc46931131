import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../database/actor.js';
import { count, firstRow } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { PrivacyLedger } from '../privacy/ledger.js';
import type { PublishedFigure } from '../privacy/release-view.js';
import { broughtBy } from '../records/brought-by.js';
import { Records } from '../records/records.js';

/** What somebody else has published of a survey: shown as they published it, never regrouped. */
export interface PublishedFigures {
  readonly survey: string;
  /** The connections it came over. */
  readonly sources: readonly string[];
  readonly figures: readonly PublishedFigure[];
}

const surveyRow = z.object({ id: z.uuid(), answers: count, figures: count });

/** Figures of surveys whose answers the hub never saw. */
@Injectable()
export class PublishedSurveys {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly records: Records,
    private readonly ledger: PrivacyLedger,
  ) {}

  /**
   * All of a survey, in the order they came in.
   * @returns undefined for a survey that holds none, or answers of its own: what is said of those is for the thresholds to decide.
   */
  read(tenantId: string, actor: Actor, surveyKey: string): Promise<PublishedFigures | undefined> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const cycle = await firstRow(
        tx,
        surveyRow,
        `select c.id, count(*) filter (where r.kind in ('survey', 'response', 'comment')) as answers, count(*) filter (where r.kind = 'survey-aggregate') as figures
         from cycle c join record r on r.cycle_id = c.id and r.superseded_at is null where c.kind = 'survey' and c.key = $1 group by c.id`,
        [surveyKey],
      );
      if (cycle === undefined || cycle.figures === 0 || cycle.answers > 0) return undefined;
      const held = await this.records.current(tx, tenantId, 'survey-aggregate', cycle.id);
      const sources = await broughtBy(tx, 'survey-aggregate', cycle.id);
      const figures = held
        .toSorted((one, other) => inOrder.compare(one.rawKey, other.rawKey))
        .map(({ record: { surveyKey: _survey, ...figure } }) => figure);
      const published = { surveyKey, sources, figures };
      const released = await this.ledger.published(tx, tenantId, { cycleId: cycle.id, ...published });
      return { survey: released.surveyKey, sources: released.sources, figures: released.figures };
    });
  }
}

/** Line 9 comes before line 10. */
const inOrder = new Intl.Collator('en', { numeric: true });
