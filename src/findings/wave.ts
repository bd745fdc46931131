import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AskedWronglyError, FatalError } from '../../connectors/kit/errors.js';
import type { KindName } from '../../mappings/canonical/kinds.js';
import type { Actor } from '../database/actor.js';
import { bytes, firstRow, rows, type Tx } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { taxonomy } from '../language/taxonomy.js';
import type { ThemeEngine } from '../language/theme-engine.js';
import { embeddedThemeEngine } from '../language/themes.js';
import type { Asked } from '../privacy/ledger.js';
import { type Held, recordReference, Records } from '../records/records.js';
import { refuseUnready } from '../records/unready-streams.js';
import { countDiffering, renewed, roughly, type SinceRelease } from './since-release.js';
import { refuseToldTwice } from './told-twice.js';

/** The versions of everything a wave's releases are made of. */
export const frozenWave = z.object({
  survey: z.array(recordReference),
  response: z.array(recordReference),
  comment: z.array(recordReference),
});
export type FrozenWave = z.infer<typeof frozenWave>;

/** One wave of a survey as the gate is asked about it. */
export interface Wave {
  readonly cycleId: string;
  readonly survey: Held<'survey'>['record'];
  readonly respondents: Asked['respondents'];
  /** Who they are, under names that are the same in every wave; a response that is nobody's has one of its own. */
  readonly people: ReadonlySet<string>;
  readonly frozen: FrozenWave;
  /** Whether other steps count as favourable now than when it was first let out. */
  readonly isRenewed: boolean;
  /** Null until something of it is let out. */
  readonly since: SinceRelease | null;
}

const cycleRow = z.object({
  id: z.uuid(),
  key: z.string(),
  label: z.string(),
  frozen: bytes.nullable(),
  closesOn: z.string().nullable(),
  /** Whether people may still answer, by the database's clock: its last day is one of them. */
  isOpen: z.boolean(),
});
const heldReference = recordReference.extend({ kind: z.enum(['response', 'comment']) });
const releasedRow = z.object({ on: z.string().nullable(), smallest: z.number().nullable() });

/** Reads waves: as they are until something of them is released, and from then on as they were. */
@Injectable()
export class Waves {
  readonly engine: ThemeEngine = embeddedThemeEngine;

  constructor(
    private readonly tenancy: Tenancy,
    private readonly records: Records,
    private readonly envelope: Envelope,
  ) {}

  /**
   * Reads a wave at one instant, and says what its comments are about before anything is decided.
   * @param despite connections whose last word counts although a stream of theirs is not there as a whole.
   * @throws AskedWronglyError naming the surveys there are, or when it was not let out yet and people may still answer it;
   *   FatalError when it was not let out yet and a stream it comes from is not there as a whole: what is let out stays as it is.
   */
  async read(tenantId: string, actor: Actor, surveyKey: string, despite: readonly string[] = []): Promise<Wave> {
    const { cycleId, survey, response, comment, since, newest } = await this.tenancy.inTenant(
      tenantId,
      actor,
      (tx) => this.#held(tx, tenantId, surveyKey, despite),
      { oneState: true },
    );
    const [definition] = survey;
    if (definition === undefined)
      throw new FatalError(`the survey ${surveyKey} has no questions the hub knows of; sync or import its definition first`);
    const themes = await this.#themesByResponse(comment);
    const shown = since === null ? definition.record : renewed(definition.record, newest);
    const { items } = shown;
    const texts = Map.groupBy(comment, ({ record }) => record.responseKey);
    // One person is one respondent: who answered twice in a wave counts once, by the answer that comes last, and makes no group of two.
    const byPerson = new Map(response.toSorted(inOrderOfAnswer).map((one) => [this.envelope.pseudonym(tenantId, whoOf(one)), one]));
    const respondents = [...byPerson.values()].map(({ rawKey, record }) => {
      const about = themes.get(rawKey) ?? new Set();
      return {
        person: record.respondent === null ? null : whoOf({ rawKey, record }),
        attributes: ownOnly(record.attributes),
        answers: ownOnly(onScale(record.answers, items)),
        texts: (texts.get(rawKey) ?? []).map((one) => one.record.text),
        themes: taxonomy.filter(({ id }) => about.has(id)).map(({ id, label }) => ({ id, label })),
      };
    });
    return {
      cycleId,
      survey: shown,
      respondents,
      people: new Set(byPerson.keys()),
      frozen: { survey: survey.map(referenceTo), response: response.map(referenceTo), comment: comment.map(referenceTo) },
      isRenewed: shown.items.some(({ favourable }, at) => !isDeepStrictEqual(favourable, definition.record.items[at]?.favourable)),
      since,
    };
  }

  /** What has come in since a survey was first let out. @returns null for a survey of which nothing was. */
  async since(tenantId: string, actor: Actor, surveyKey: string): Promise<SinceRelease | null> {
    return this.tenancy.inTenant(tenantId, actor, async (tx) => {
      const found = (await surveys(tx)).find(({ key }) => key === surveyKey);
      if (found === undefined || found.frozen === null) return null;
      return (await this.#since(tx, tenantId, found.id, this.#versionsIn(tenantId, found.frozen))).since;
    });
  }

  async #held(tx: Tx, tenantId: string, surveyKey: string, despite: readonly string[]) {
    const { id: cycleId, frozen, isOpen, closesOn } = await surveyNamed(tx, surveyKey);
    const versions = frozen === null ? undefined : this.#versionsIn(tenantId, frozen);
    if (versions === undefined) {
      const kinds = ['survey', 'response', 'comment'] as const;
      await refuseUnready(tx, `the survey ${surveyKey}`, `listening run --survey ${surveyKey}`, {
        kinds,
        cycleId,
        onlyOfCycle: true,
        despite,
      });
      if (isOpen) throw new AskedWronglyError(stillOpen(surveyKey, closesOn ?? ''));
    }
    const held = <Name extends KindName & keyof FrozenWave>(kind: Name) =>
      versions === undefined
        ? this.records.current(tx, tenantId, kind, cycleId)
        : this.records.versions(tx, tenantId, kind, versions[kind]);
    const read = { survey: await held('survey'), response: await held('response'), comment: await held('comment') };
    if (versions === undefined) await refuseToldTwice(tx, { key: surveyKey, cycleId, despite }, read.response, read.comment);
    const { since, newest } =
      versions === undefined ? { since: null, newest: undefined } : await this.#since(tx, tenantId, cycleId, versions);
    return { cycleId, ...read, since, newest };
  }

  #versionsIn(tenantId: string, frozen: Buffer): FrozenWave {
    return frozenWave.parse(this.envelope.open(tenantId, frozen));
  }

  async #since(tx: Tx, tenantId: string, cycleId: string, then: FrozenWave) {
    const [before] = await this.records.versions(tx, tenantId, 'survey', then.survey);
    const [newest] = await this.records.current(tx, tenantId, 'survey', cycleId);
    const held = await rows(
      tx,
      heldReference,
      `select id, version, kind from record where kind in ('response', 'comment') and cycle_id = $1 and superseded_at is null`,
      [cycleId],
    );
    const differing = (kind: 'response' | 'comment') =>
      countDiffering(
        then[kind],
        held.filter((one) => one.kind === kind),
      );
    const released = await firstRow(
      tx,
      releasedRow,
      `select to_char(min(r.released_at) at time zone 'UTC', 'YYYY-MM-DD') as on, max((c.thresholds->>'kScores')::int) as smallest
       from cycle c left join release r on r.cycle_id = c.id and r.kind = 'scores' where c.id = $1`,
      [cycleId],
    );
    const shown = before === undefined ? undefined : renewed(before.record, newest?.record);
    const since: SinceRelease = {
      releasedOn: released?.on ?? '',
      answers: roughly(Math.max(differing('response'), differing('comment')), released?.smallest ?? 0),
      isDefinitionChanged: newest !== undefined && !isDeepStrictEqual({ ...newest.record, smallestGroup: shown?.smallestGroup }, shown),
    };
    return { since, newest: newest?.record };
  }

  async #themesByResponse(comments: readonly Held<'comment'>[]): Promise<Map<string, Set<string>>> {
    const hits = await this.engine.themes(comments.map(({ record }) => record.text));
    const themes = new Map<string, Set<string>>();
    comments.forEach(({ record }, position) => {
      const known = themes.get(record.responseKey) ?? new Set();
      for (const { themeId } of hits[position] ?? []) known.add(themeId);
      themes.set(record.responseKey, known);
    });
    return themes;
  }
}

/**
 * Answers by their day, where it is known, and those of one day by their keys at the source: of two answers of one person
 * the same one comes last whoever asks, in whatever order they were read, and in every database they are brought into.
 */
export function inOrderOfAnswer(one: Held<'response'>, other: Held<'response'>): number {
  const places = (held: Held<'response'>) => [held.record.answeredOn ?? '', held.rawKey, held.id];
  const [left, right] = [places(one), places(other)];
  const differing = left.findIndex((place, index) => place !== right[index]);
  return differing === -1 ? 0 : (left[differing] ?? '') < (right[differing] ?? '') ? -1 : 1;
}

const whoOf = ({ rawKey, record: { respondent } }: Pick<Held<'response'>, 'rawKey' | 'record'>): string =>
  respondent === null ? `response ${rawKey}` : `${respondent.kind} ${respondent.value}`;

/** A question or a field may be called what every object has, `constructor`: nobody has answered it for that. */
const ownOnly = <Value>(named: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.assign(Object.create(null) as Record<string, Value>, named);

/** "Not applicable" is often kept as one number more: off the scale, it is no answer. */
function onScale(answers: Readonly<Record<string, number>>, items: Wave['survey']['items']): Record<string, number> {
  const scales = new Map(items.map(({ id, scale }) => [id, scale]));
  return Object.fromEntries(
    Object.entries(answers).filter(([id, answer]) => {
      const scale = scales.get(id);
      return scale !== undefined && answer >= scale.min && answer <= scale.max;
    }),
  );
}

const stillOpen = (surveyKey: string, closesOn: string): string =>
  `people may answer ${surveyKey} until ${closesOn}, so nothing was let out: what is let out once stays as it is, and the answers to come would not be in it. ` +
  'Ask again after that day; where it closed earlier, put its last day right at the source, and sync or import it again';

const referenceTo = ({ id, version }: { readonly id: string; readonly version: number }) => ({ id, version });

async function surveyNamed(tx: Tx, key: string): Promise<z.output<typeof cycleRow>> {
  const known = await surveys(tx);
  const found = known.find((cycle) => cycle.key === key);
  if (found) return found;
  throw new AskedWronglyError(
    `there is no survey ${key}; there is: ${known.map((cycle) => `${cycle.key} (${cycle.label})`).join(', ') || 'none yet'}`,
  );
}

const surveys = (tx: Tx) =>
  rows(
    tx,
    cycleRow,
    `select id, key, label, frozen, closes_on::text as "closesOn", coalesce(closes_on >= current_date, false) as "isOpen" from cycle where kind = 'survey' order by key`,
  );
