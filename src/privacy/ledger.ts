import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { TransientError } from '../../connectors/kit/errors.js';
import { bytes, count, firstRow, rows, type Tx } from '../database/rows.js';
import { Envelope } from '../files/envelope.js';
import { currentPolicy } from '../policy/policy.js';
import type { Members } from './atoms.js';
import { cohortsOf, type Published } from './decisions.js';
import { type GateRequest, type PublishedRelease, release } from './gate.js';
import { isAlike, type Likeness, likenessOf } from './likeness.js';
import { unpacked } from './packed-members.js';
import { type Answering, pseudonymsOf, questionsOf, sameAnswers } from './pseudonyms.js';
import { releaseView, type ReleaseView } from './release-view.js';
import type { GateRespondent, GateSurvey } from './released.js';
import { type SurveyPeople, sharingAnswers } from './sharing-answers.js';
import { effectiveThresholds, thresholds } from './thresholds.js';
import { type PublishedSurvey, writePublished } from './write-published.js';
import { type DecidedOn, decidedOn, writeRelease } from './write-release.js';

/** Somebody's answers, before they are given a pseudonym. */
export type AskedRespondent = Answering & Pick<GateRespondent, 'themes'>;

/** What is asked of the ledger: one survey, grouped by one field or not at all. */
export type Asked = Pick<GateRequest, 'field'> & {
  readonly respondents: readonly AskedRespondent[];
  readonly survey: Omit<GateSurvey, 'items'> & { readonly items: readonly Omit<GateSurvey['items'][number], 'question'>[] };
  readonly cycleId: string;
  readonly smallestGroup: number | null;
  /** Whether other steps count as favourable now than when the survey was first let out. */
  readonly isRenewed: boolean;
  /** Which versions of which answers are asked about. The first release of a survey fixes them for all later ones. */
  readonly frozen: unknown;
};

export interface Answered {
  readonly id: string;
  readonly view: ReleaseView;
  /** Whether it was let out just now; an earlier answer is given again as it was, whatever has come in since. */
  readonly isNew: boolean;
}

const toldRow = z.object({
  /** Out of the release's respondents. */
  members: z.string(),
  table: z.string(),
  bounds: z.record(z.string(), z.object({ low: z.number(), high: z.number() })),
});

/** Every figure that ever left, by whom it was about. One for the tenant: readers talk to each other. */
@Injectable()
export class PrivacyLedger {
  /** A wave is asked about by one field after the other, and its respondents are the same each time. */
  readonly #ids = new WeakMap<Asked['respondents'], string[]>();
  readonly #likeness = new WeakMap<Asked['respondents'], Likeness>();

  constructor(private readonly envelope: Envelope) {}

  /** Answers from the ledger where this was asked before under the same thresholds; else lets it through the gate and writes it down. */
  async answer(tx: Tx, tenantId: string, asked: Asked): Promise<Answered> {
    // Two questions of one tenant are judged one after the other, or each would be judged without the other: surveys may share answers.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('privacy ledger ' || $1, 0))`, [tenantId]);
    const cycle = await firstRow(
      tx,
      z.object({ launched: thresholds.nullable(), frozen: bytes.nullable() }),
      'select thresholds as launched, frozen from cycle where id = $1 for update',
      [asked.cycleId],
    );
    if (cycle === undefined) throw new Error(`there is no cycle ${asked.cycleId}`);
    if (cycle.frozen !== null && !isDeepStrictEqual(this.envelope.open(tenantId, cycle.frozen), asked.frozen)) {
      throw new TransientError('something of this survey was let out a moment ago, from other answers than were read here; ask again');
    }
    const policy = await currentPolicy(tx);
    const effective = effectiveThresholds(policy.privacy, asked.smallestGroup, cycle.launched);
    // Answers corrected, withdrawn or come in later would show by subtraction: from the first release on, the survey is what it was.
    const frozen = cycle.frozen ?? this.envelope.seal(tenantId, asked.frozen);
    await tx.query('update cycle set thresholds = $2, frozen = $3 where id = $1', [asked.cycleId, JSON.stringify(effective), frozen]);

    const name = `${asked.field ?? 'everybody'} · ${effective.kScores}/${effective.kComments}${this.#cutsOf(tenantId, asked)}`;
    const before = await firstRow(
      tx,
      z.object({ id: z.uuid(), body: bytes }),
      `select id, body from release where cycle_id = $1 and kind = 'scores' and asked = $2`,
      [asked.cycleId, name],
    );
    if (before) return { id: before.id, view: releaseView.parse(this.envelope.open(tenantId, before.body)), isNew: false };

    const survey = this.#named(tenantId, asked.survey);
    const respondents = this.#pseudonymous(tenantId, asked);
    const alike = this.#likenessOf(tenantId, asked);
    const passed = release({
      survey,
      respondents,
      field: asked.field,
      thresholds: effective,
      policyVersion: policy.version,
      takenAt: new Date().toISOString(),
      ...(await this.#published(tx, tenantId, asked, respondents, alike)),
    });
    const people = { people: respondents.map((one) => one.id), alike };
    const id = await writeRelease(
      tx,
      this.envelope,
      tenantId,
      { cycleId: asked.cycleId, asked: name, ...people },
      passed.release,
      passed.published,
    );
    return { id, view: releaseView.parse(passed.release), isNew: true };
  }

  /** Shows what somebody else has published, as they published it. */
  published(tx: Tx, tenantId: string, survey: PublishedSurvey): Promise<PublishedRelease> {
    return writePublished(tx, this.envelope, tenantId, survey);
  }

  /** Another cut through the same answers is another table: told together with the first, and audited with it. */
  #cutsOf(tenantId: string, { survey, isRenewed }: Asked): string {
    if (!isRenewed) return '';
    const said = survey.items.map(({ id, favourable }) => [id, favourable.toSorted((left, right) => left - right)]);
    return ` · ${this.envelope.pseudonym(tenantId, `cuts ${JSON.stringify(said)}`).slice(0, 12)}`;
  }

  /**
   * How many groups were shown and how many withheld, over every release the gate let out under a trace, as counted when each was written.
   * Everybody together is one group of each release. What was answered from an earlier release was not let out again and does not count.
   */
  async groupsOf(tx: Tx, traceId: string): Promise<{ readonly released: number; readonly withheld: number }> {
    const groups = z.object({ released: count, withheld: count });
    const sums = 'coalesce(sum(slices_shown), 0) as released, coalesce(sum(slices_hidden), 0) as withheld';
    return (
      (await firstRow(tx, groups, `select ${sums} from release where kind = 'scores' and trace_id = $1`, [traceId])) ?? {
        released: 0,
        withheld: 0,
      }
    );
  }

  #named(tenantId: string, survey: Asked['survey']): GateSurvey {
    const questions = questionsOf(survey.items);
    const question = (id: string) => this.envelope.pseudonym(tenantId, `question ${questions.get(id) ?? id}`);
    return { ...survey, items: survey.items.map((item) => ({ ...item, question: question(item.id) })) };
  }

  #pseudonymous(tenantId: string, { respondents, survey }: Asked): GateRespondent[] {
    const ids =
      this.#ids.get(respondents) ?? pseudonymsOf(respondents, survey.items, (content) => this.envelope.pseudonym(tenantId, content));
    this.#ids.set(respondents, ids);
    return respondents.map(({ attributes, answers, themes }, at) => {
      const id = ids[at];
      if (id === undefined) throw new Error('every respondent has a pseudonym');
      return { id, attributes, answers, themes };
    });
  }

  #likenessOf(tenantId: string, { respondents, survey }: Asked): Likeness {
    const made =
      this.#likeness.get(respondents) ?? likenessOf(respondents, survey.items, (content) => this.envelope.pseudonym(tenantId, content));
    this.#likeness.set(respondents, made);
    return made;
  }

  /** What was let out of this survey, and of every other that shares answers with it: only theirs is opened. */
  async #published(
    tx: Tx,
    tenantId: string,
    { cycleId, respondents: answering, survey }: Asked,
    respondents: readonly GateRespondent[],
    alike: Likeness,
  ): Promise<Pick<GateRequest, 'published' | 'elsewhere' | 'sameAnswers' | 'isRepeat'>> {
    const asked = await rows(
      tx,
      z.object({ cycleId: z.uuid(), respondents: bytes }),
      `select distinct on (cycle_id) cycle_id as "cycleId", respondents from release where cycle_id <> $1 and kind = 'scores'
       order by cycle_id, released_at desc, id`,
      [cycleId],
    );
    const others = asked.map((one): SurveyPeople & Pick<DecidedOn, 'alike'> => {
      const { people, alike: likenessThen } = this.#decidedOn(tenantId, one.respondents);
      return { cycleId: one.cycleId, people: new Set(people), alike: likenessThen };
    });
    const fields = new Set(respondents.flatMap(({ attributes }) => Object.keys(attributes)));
    const sharing = sharingAnswers(
      {
        people: membersOf(respondents),
        fields: [...fields].map((field) => cohortsOf(respondents, field).map(({ people: group }) => membersOf(group))),
        questions: survey.items.length,
      },
      others,
    );
    const unmatched = others.filter((one) => !sharing.includes(one.cycleId) && isAlike(alike, one.alike));
    const isRepeat = await this.#toldOfAny(
      tx,
      unmatched.map((one) => one.cycleId),
    );
    const known = await rows(
      tx,
      z.object({ cycleId: z.uuid(), releaseId: z.uuid(), measure: z.string(), told: bytes }),
      `select cycle_id as "cycleId", release_id as "releaseId", measure, told from privacy_ledger where cycle_id = any ($1::uuid[])
       order by written_at, release_id, position`,
      [[cycleId, ...sharing]],
    );
    const people = await this.#peopleOfReleases(tx, tenantId, [...new Set(known.map(({ releaseId }) => releaseId))], respondents);
    const of = (isHere: boolean) =>
      known
        .filter((one) => (one.cycleId === cycleId) === isHere)
        .map(({ releaseId, measure, told }): Published => {
          const { members, table, bounds } = toldRow.parse(this.envelope.open(tenantId, told));
          return { measure, members: unpacked(members, people.get(releaseId) ?? []), table, bounds };
        });
    const name = (content: string) => this.envelope.pseudonym(tenantId, content);
    const theirs = new Set(others.filter((one) => sharing.includes(one.cycleId)).flatMap((one) => [...one.people]));
    const same = sharing.length === 0 ? new Map<string, string>() : sameAnswers(answering, survey.items, name, theirs);
    return { published: of(true), elsewhere: of(false), sameAnswers: same, isRepeat };
  }

  /** Whether anything of one of these surveys was shown: of what was all withheld nothing can be subtracted. */
  async #toldOfAny(tx: Tx, cycleIds: readonly string[]): Promise<boolean> {
    const sql = 'select exists (select from privacy_ledger where cycle_id = any ($1::uuid[])) as told';
    return cycleIds.length > 0 && (await firstRow(tx, z.object({ told: z.boolean() }), sql, [cycleIds]))?.told === true;
  }

  #decidedOn(tenantId: string, sealed: Buffer): DecidedOn {
    return decidedOn.parse(this.envelope.open(tenantId, sealed));
  }

  /** Whom each release was decided on, in the order its groups refer to; whoever is asked about now, by the very same text. */
  async #peopleOfReleases(
    tx: Tx,
    tenantId: string,
    ids: readonly string[],
    asked: readonly GateRespondent[],
  ): Promise<Map<string, string[]>> {
    const known = new Map(asked.map(({ id }) => [id, id]));
    const released = await rows(
      tx,
      z.object({ id: z.uuid(), respondents: bytes }),
      'select id, respondents from release where id = any ($1::uuid[])',
      [ids],
    );
    return new Map(
      released.map(({ id, respondents }) => [
        id,
        this.#decidedOn(tenantId, respondents).people.map((person) => known.get(person) ?? person),
      ]),
    );
  }
}

const membersOf = (people: readonly GateRespondent[]): Members => new Set(people.map(({ id }) => id));
