import { Injectable } from '@nestjs/common';
import { HubError } from '../../connectors/kit/errors.js';
import type { Actor } from '../database/actor.js';
import { Tenancy } from '../database/tenancy.js';
import type { ThemeEngine } from '../language/theme-engine.js';
import { listening, type ListeningFinding } from '../pipelines/listening.js';
import { type Answered, PrivacyLedger } from '../privacy/ledger.js';
import type { ReleaseView } from '../privacy/release-view.js';
import { Records } from '../records/records.js';
import type { Proposal } from './finding.js';
import { Findings } from './findings.js';
import { refuseFields } from './refuse-fields.js';
import type { SinceRelease } from './since-release.js';
import { type Wave, Waves } from './wave.js';

export interface ListeningOptions {
  readonly progress?: (step: string) => void;
  /** Connections whose last word counts although a stream of theirs is not there as a whole. */
  readonly despite?: readonly string[];
}

export interface ListeningResult {
  readonly survey: string;
  /** Null where it was let out just now, for the first time. */
  readonly since: SinceRelease | null;
  /** Everybody together first, then one table for each field asked for. */
  readonly tables: readonly ReleaseView[];
  readonly findings: readonly { readonly kind: string; readonly text: string }[];
}

/** What a survey says, as far as it may be said: through the privacy gate, and nothing around it. */
@Injectable()
export class Listening {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly records: Records,
    private readonly ledger: PrivacyLedger,
    private readonly findings: Findings,
    private readonly waves: Waves,
  ) {}

  /**
   * Lets scores and themes of a survey out, for everybody together and by each field on its own, and keeps what the pipeline finds in them.
   * A release never changes, so a finding ages only when other thresholds or another wave before make it rest on other releases.
   * @throws AskedWronglyError for a survey or a field that is not there, and for crossing fields, which the gate cannot do safely yet.
   */
  async run(
    tenantId: string,
    actor: Actor,
    surveyKey: string,
    by: readonly string[] = [],
    options: ListeningOptions = {},
  ): Promise<ListeningResult> {
    const progress = options.progress ?? (() => undefined);
    progress('reading the answers');
    const wave = await this.waves.read(tenantId, actor, surveyKey, options.despite);
    refuseFields(wave.survey, by);
    const after = await this.tenancy.inTenant(tenantId, actor, (tx) => this.findings.runsKept(tx, listening.name, wave.cycleId));
    const answered: Answered[] = [];
    for (const field of [null, ...by]) {
      progress(field === null ? 'everybody together' : `by ${field}`); // not of how many: they may be too few to be shown
      answered.push(await this.#answer(tenantId, actor, wave, field));
    }
    const before = await this.#waveBefore(tenantId, actor, wave);
    const [everybody] = answered;
    if (everybody === undefined) throw new Error('everybody together is always asked for');
    const found = await listening.run(
      listening.input.parse({ everybody: asTable(everybody), ...(before === undefined ? {} : { before: asTable(before) }) }),
      undefined,
    );
    const foundBy = { pipeline: listening.name, version: listening.version, cycleId: wave.cycleId, after };
    const proposals = found.map((finding) => asProposal(finding, this.waves.engine));
    const kept = await this.tenancy.inTenant(tenantId, actor, (tx) => this.findings.keep(tx, tenantId, foundBy, proposals));
    if (kept.kind === 'outrun') return this.run(tenantId, actor, surveyKey, by, options); // it may rest on a later release: ask again
    return {
      survey: wave.survey.label,
      since: wave.since,
      tables: answered.map(({ view }) => view),
      findings: found.map(({ kind, text }) => ({ kind, text })),
    };
  }

  #answer(tenantId: string, actor: Actor, wave: Wave, field: string | null): Promise<Answered> {
    return this.tenancy.inTenant(tenantId, actor, (tx) =>
      this.ledger.answer(tx, tenantId, { ...wave, field, smallestGroup: wave.survey.smallestGroup }),
    );
  }

  /** The latest other wave that closed or opened earlier and asks at least one of the same questions. */
  async #waveBefore(tenantId: string, actor: Actor, wave: Wave): Promise<Answered | undefined> {
    const { cycleId, survey } = wave;
    const texts = new Set(survey.items.map(({ text }) => text));
    const startOf = (one: Wave['survey']) => one.closesOn ?? one.opensOn ?? '';
    const others = await this.tenancy.inTenant(tenantId, actor, (tx) => this.records.current(tx, tenantId, 'survey'));
    const earlier = others
      .filter(
        ({ cycleId: id, record }) =>
          id !== cycleId && startOf(record) !== '' && startOf(record) < startOf(survey) && record.items.some(({ text }) => texts.has(text)),
      )
      .toSorted((left, right) => (startOf(left.record) < startOf(right.record) ? 1 : -1))[0];
    if (earlier === undefined) return undefined;
    const before = await this.#readable(tenantId, actor, earlier.record.key);
    if (before === undefined) return undefined;
    const answered = await this.#answer(tenantId, actor, before, null);
    return mayBeCompared(before, wave, answered.view.thresholds.kScores) ? answered : undefined;
  }

  /** Undefined where that wave cannot be let out yet: the comparison waits for it, and nothing else does. */
  async #readable(tenantId: string, actor: Actor, surveyKey: string): Promise<Wave | undefined> {
    try {
      return await this.waves.read(tenantId, actor, surveyKey);
    } catch (cause) {
      if (cause instanceof HubError) return undefined;
      throw cause;
    }
  }
}

/** A change tells of those who came or went as well. Where they are few it would tell of them: methods 1.6. */
function mayBeCompared(before: Wave, now: Wave, k: number): boolean {
  const isSafe = (people: number) => people === 0 || people >= k;
  return isSafe(now.people.difference(before.people).size) && isSafe(before.people.difference(now.people).size);
}

const asTable = ({ id, view }: Answered) => ({ releaseId: id, ...view.everybody });

function asProposal({ kind, about, text, releases, confidence }: ListeningFinding, engine: ThemeEngine): Proposal {
  const evidence = releases.map((release) => ({ release }));
  return {
    kind,
    about,
    subjectPersonId: null,
    body: { title: TITLES[kind], sentences: [{ text, verdict: 'supported', evidence }], facts: {} },
    evidence,
    confidence,
    engine: kind === 'leading-theme' ? `${engine.name}@${engine.version}` : `${listening.name}@${listening.version}`,
  };
}

const TITLES: Readonly<Record<ListeningFinding['kind'], string>> = {
  'low-score': 'A question most people answer unfavourably',
  'clear-change': 'A clear change since the wave before',
  'leading-theme': 'What people write about most',
};
