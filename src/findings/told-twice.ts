import { FatalError } from '../../connectors/kit/errors.js';
import { recordAudit } from '../audit/audit.js';
import { typed } from '../config/typed.js';
import type { Tx } from '../database/rows.js';
import { canonicalJson } from '../files/envelope.js';
import { broughtBy } from '../records/brought-by.js';
import type { Held } from '../records/records.js';

/** So much of a response is hardly ever said by two people alike: this many answers, or a text of this length. */
const TELLING_ANSWERS = 8;
const TELLING_TEXT = 20;
/** Some people do answer alike, all in the middle and in one team; hardly ever this many in a hundred. */
const LEAST_SHARE = 0.25;
const FEWEST = 3;

export interface ToldTwice {
  readonly again: number;
  readonly of: number;
}

/**
 * Whether the answers of a survey seem to have come in twice under other keys, as when an export numbers its rows anew: then a group of
 * three looks like one of six. Of responses that name nobody, and that say enough to be told apart, some say exactly what others say.
 */
export function toldTwice(responses: readonly Held<'response'>[], comments: readonly Held<'comment'>[]): ToldTwice | undefined {
  const texts = Map.groupBy(comments, ({ record }) => record.responseKey);
  const contents = responses.flatMap(({ rawKey, record: { respondent, answers, attributes } }) => {
    const written = (texts.get(rawKey) ?? []).map(({ record }) => record.text).toSorted();
    const isTelling = Object.keys(answers).length >= TELLING_ANSWERS || written.some((text) => text.length >= TELLING_TEXT);
    return respondent === null && isTelling ? [canonicalJson({ answers, attributes, written })] : [];
  });
  const again = contents.length - new Set(contents).size;
  return again >= FEWEST && again >= LEAST_SHARE * contents.length ? { again, of: contents.length } : undefined;
}

/** @throws FatalError where the same answers seem to have come in twice, unless `despite` names a connection that brought them. */
export async function refuseToldTwice(
  tx: Tx,
  survey: { readonly key: string; readonly cycleId: string; readonly despite: readonly string[] },
  responses: readonly Held<'response'>[],
  comments: readonly Held<'comment'>[],
): Promise<void> {
  const twice = toldTwice(responses, comments);
  if (twice === undefined) return;
  const names = await broughtBy(tx, 'response', survey.cycleId);
  if (names.some((name) => survey.despite.includes(name))) {
    const details = { for: survey.key, again: twice.again, of: twice.of };
    await recordAudit(tx, { event: 'twice-told.disregarded', subject: `cycle:${survey.cycleId}`, details });
    return;
  }
  throw new FatalError(
    `the survey ${survey.key} waits, and nothing was let out: ${twice.again} of ${twice.of} responses that can be told apart say word for word what others say, ` +
      'so the same answers seem to have come in twice under other keys, and every group would look larger than it is. ' +
      'If the last file of it is all there is, import that again with --drop-missing; ' +
      `if they are answers of different people, say so: ${typed(`listening run --survey ${survey.key} --despite ${names.join(',')}`)}`,
    { ...twice },
  );
}
