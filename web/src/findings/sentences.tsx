import type { Finding } from '../api/client';
import { Badge } from '../pictures/badge';
import { counted } from '../pictures/figures';
import { verdictTones } from '../pictures/tones';

type Sentence = Finding['body']['sentences'][number];

/** What a finding says, sentence by sentence: what the evidence says of each, why, and on how much it rests. */
export const Sentences = ({ sentences }: { readonly sentences: readonly Sentence[] }) => (
  <ul className="sentences">
    {sentences.map((sentence, position) => (
      <li key={sentence.text} data-tone={verdictTones[sentence.verdict]}>
        <blockquote>{sentence.text}</blockquote>
        <p className="why">
          <Badge tone={verdictTones[sentence.verdict]}>{sentence.verdict}</Badge>
          <span>{evidenceInWords(sentence)}</span>
        </p>
        {reasonAt(sentences, position) !== '' && <p className="reason">{reasonAt(sentences, position)}</p>}
      </li>
    ))}
  </ul>
);

function evidenceInWords({ evidence }: Sentence): string {
  const releases = evidence.filter((one) => 'release' in one).length;
  const records = evidence.length - releases;
  const parts = [...(records > 0 ? [counted(records, 'record')] : []), ...(releases > 0 ? [counted(releases, 'released table')] : [])];
  return parts.length === 0 ? 'rests on no evidence' : `rests on ${parts.join(' and ')}`;
}

/** What a reason says beyond the sentences themselves; where several share it, it stands once, under the last. */
function reasonAt(sentences: readonly Sentence[], position: number): string {
  const beyond = ({ reason = '' }: Sentence) =>
    sentences
      .reduce((rest, { text }) => rest.replace(text, ''), reason)
      .replace(/\s+/g, ' ')
      .trim();
  const [own, ...later] = sentences.slice(position).map(beyond);
  return own === undefined || later.includes(own) ? '' : own;
}
