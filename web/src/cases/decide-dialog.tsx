import { type FormEvent, useEffect, useRef, useState } from 'react';
import { answered, api, type Case, type Finding, inWords, isUnanswered, type RatingThenAndNow } from '../api/client';
import { oneCase } from '../api/questions';
import { useAnswer, valueOf } from '../api/use-answer';
import { FindingFacts } from '../findings/finding-facts';
import { Sentences } from '../findings/sentences';
import { kindInWords } from '../findings/words';
import { Problem, Shown } from '../frame/shown';
import { DecidedBefore } from './decided-before';
import { DecisionForm, type Rating, requestOf } from './decision-form';
import { ended, optionsOf, past } from './decisions';
import { DecisionsTaken } from './decisions-taken';
import { RatingSince } from './rating-since';

interface Opened {
  readonly tenant: string;
  /** Of the case. */
  readonly id: string;
  readonly decided: (sentence: string) => void;
  readonly close: () => void;
}

/** One case: what was found, on what it rests, and the decision with its reason; once it was decided, what it was about. */
export function DecideDialog({ tenant, id, decided, close }: Opened) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { answer } = useAnswer(() => oneCase(tenant, id), `case ${id} of ${tenant}`);
  const known = valueOf(answer);
  const [begun, setBegun] = useState(false); // what somebody enters stays on the screen, whoever decides meanwhile
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="deciding">
      <header className="dialog-head">
        <h2 id="deciding">
          {known?.case.title ?? 'Case'}
          {known !== undefined && known.finding !== null && known.finding.subject !== null && <small>{known.finding.subject}</small>}
        </h2>
        <button type="button" className="plain" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <Shown answer={answer}>
        {({ case: of, finding, rating, decisions }) => (
          <>
            {finding === null ? <p>This case has no finding; it is about {of.subject}.</p> : <Evidence finding={finding} />}
            <DecidedBefore of={of} />
            <DecisionsTaken decisions={decisions} />
            {rating !== null && <RatingSince rating={rating} tenant={tenant} finding={finding} />}
            {of.state === 'open' || begun ? (
              <Deciding tenant={tenant} of={of} finding={finding} since={rating} begin={() => setBegun(true)} decided={decided} />
            ) : (
              <p className="next">This case is {ended[of.state]}: there is nothing to decide any more.</p>
            )}
          </>
        )}
      </Shown>
    </dialog>
  );
}

function Deciding({
  tenant,
  of,
  finding,
  since,
  begin,
  decided,
}: {
  readonly tenant: string;
  readonly of: Case;
  readonly finding: Finding | null;
  readonly since: RatingThenAndNow | null;
  readonly begin: () => void;
  readonly decided: (sentence: string) => void;
}) {
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  const [unanswered, setUnanswered] = useState(false); // what was sent may have been recorded
  const rating = ratingOf(finding);
  const options = optionsOf(of, since !== null && since.found !== since.now ? undefined : rating?.score);
  const decide = async (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    const request = requestOf(new FormData(submit.currentTarget), options, finding);
    setSending(true);
    try {
      const { notice } = await answered(
        api.POST('/api/tenants/{tenant}/cases/{id}/decisions', { params: { path: { tenant, id: of.id } }, body: request }),
      );
      decided(
        `${past[request.decision]}: ${finding?.subject ?? kindInWords(of.kind)}. The reason is kept with it.${notice === null ? '' : ` ${notice}`}`,
      );
    } catch (thrown) {
      setProblem(inWords(thrown));
      setUnanswered((before) => before || isUnanswered(thrown));
      setSending(false);
    }
  };
  return (
    <form onInput={begin} onSubmit={(submit) => void decide(submit)}>
      <DecisionForm options={options} rating={rating} />
      {problem !== undefined && of.state === 'open' && <Problem>{problem}</Problem>}
      {of.state !== 'open' && <Problem>{unanswered && of.state === 'decided' ? PERHAPS_OURS : tooLate[of.state]}</Problem>}
      <div className="acts">
        <button type="submit" className="main" disabled={sending || of.state !== 'open'}>
          {sending ? 'Recording …' : 'Record the decision'}
        </button>
      </div>
    </form>
  );
}

/** To somebody whose decision was sent and not answered. */
const PERHAPS_OURS =
  'The hub did not say what became of what you entered, and this case is decided now: by that, or by somebody else meanwhile. See above what was decided, by whom and why.';

/** To somebody who had begun to decide. */
const tooLate = {
  decided: 'This case was decided meanwhile, not by what you entered here: that is not recorded, and nothing follows from it.',
  superseded: 'This case is no longer asked: what it is about was found anew, or is found no longer. What you entered is not recorded.',
} as const;

const Evidence = ({ finding }: { readonly finding: Finding }) => (
  <>
    <Sentences sentences={finding.body.sentences} />
    <FindingFacts finding={finding} />
  </>
);

/** The rating a decision would let stand, and the scale it was given on; only where there is one can it be changed. */
function ratingOf(finding: Finding | null): Rating | undefined {
  const { score, scoreAtLeast, scoreAtMost } = finding?.body.facts ?? {};
  if (typeof score !== 'number') return undefined;
  return {
    score,
    ...(typeof scoreAtLeast === 'number' ? { min: scoreAtLeast } : {}),
    ...(typeof scoreAtMost === 'number' ? { max: scoreAtMost } : {}),
  };
}
