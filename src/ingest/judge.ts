import type { AnyStream, Refused } from '../../connectors/kit/connector.js';
import { inPlainWords } from '../../connectors/kit/plain-words.js';
import { isStorableKey } from '../../connectors/kit/storable-key.js';
import type { Envelope } from '../files/envelope.js';
import { DEEPEST, upToDepth } from './nesting.js';

/** A record that came, by its key, and what is wrong with it where it does not fit. */
export interface Candidate {
  readonly key: string;
  readonly raw: unknown;
  readonly refusal?: { readonly code: string; readonly path: string; readonly reason: string };
}

interface Judging {
  readonly stream: AnyStream<unknown>;
  readonly envelope: Envelope;
}

export function judge({ stream, envelope }: Judging, given: unknown): Candidate {
  const raw = upToDepth(given);
  if (raw !== given) {
    const reason = `it is nested deeper than ${DEEPEST} levels; what lies deeper is not kept here, its source has it`;
    return { key: keyOfMisfit(stream, raw) ?? byContent(envelope, raw), raw, refusal: { code: 'nesting', path: '', reason } };
  }
  const parsed = stream.record.safeParse(raw, { error: inPlainWords });
  if (parsed.success) {
    const key = stream.key(parsed.data);
    if (isStorableKey(key)) return { key, raw };
    const refusal = {
      code: 'key',
      path: '',
      reason: 'its key cannot be kept: it is empty, longer than a key may be, or holds characters no database keeps',
    };
    return { key: byContent(envelope, raw), raw, refusal };
  }
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  const refusal = { code: 'schema', path, reason: issue?.message ?? 'does not fit its schema' };
  return { key: keyOfMisfit(stream, raw) ?? byContent(envelope, raw), raw, refusal };
}

/** What the reader itself could not read, by where it stood. */
export function judgeRefused({ envelope }: Pick<Judging, 'envelope'>, { key, reason, excerpt }: Refused): Candidate {
  const raw = { excerpt };
  const refusal = { code: 'unreadable', path: '', reason };
  return { key: isStorableKey(key) ? key : byContent(envelope, { key, excerpt }), raw, refusal };
}

/** What the keys of those begin with that do not say who they are. */
export const WITHOUT_KEY = 'without a key: ';

/** Known by a hash of its content, so that reading it twice makes one row. */
const byContent = (envelope: Envelope, raw: unknown) => `${WITHOUT_KEY}${envelope.changeHash(raw).toString('hex')}`;

/** A record that does not fit may still say who it is, if in a form that can be kept. */
function keyOfMisfit(stream: AnyStream<unknown>, raw: unknown): string | undefined {
  try {
    const key: unknown = stream.key(raw);
    if (typeof key === 'string' && isStorableKey(key)) return key;
    if (typeof key === 'number') return String(key);
  } catch {
    // it has no key, and that is what is answered
  }
  return undefined;
}
