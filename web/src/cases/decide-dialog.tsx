import { type FormEvent, useEffect, useRef, useState } from 'react';
import { answered, api, type Case, type Finding, inWords } from '../api/client';
import { FindingFacts } from '../findings/finding-facts';
import { Sentences } from '../findings/sentences';
import { kindInWords } from '../findings/words';
import { Problem } from '../frame/shown';
import { DecidedBefore } from './decided-before';
import { DecisionForm, type Rating, requestOf } from './decision-form';
import { optionsOf, past } from './decisions';

interface Deciding {
  readonly tenant: string;
  readonly open: Case;
  readonly finding: Finding | undefined;
  readonly decided: (sentence: string) => void;
  readonly close: () => void;
}

/** One case: what was found, on what it rests, and the decision with its reason. */
export function DecideDialog({ tenant, open, finding, decided, close }: Deciding) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  const options = optionsOf(open);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const decide = async (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    const request = requestOf(new FormData(submit.currentTarget), options, finding);
    setSending(true);
    try {
      const { notice } = await answered(
        api.POST('/api/tenants/{tenant}/cases/{id}/decisions', { params: { path: { tenant, id: open.id } }, body: request }),
      );
      decided(
        `${past[request.decision]}: ${finding?.subject ?? kindInWords(open.kind)}. The reason is kept with it.${notice === null ? '' : ` ${notice}`}`,
      );
    } catch (thrown) {
      setProblem(inWords(thrown));
      setSending(false);
    }
  };

  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="deciding">
      <header className="dialog-head">
        <h2 id="deciding">
          {finding?.body.title ?? kindInWords(open.kind)}
          {finding !== undefined && finding.subject !== null && <small>{finding.subject}</small>}
        </h2>
        <button type="button" className="plain" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {finding === undefined ? <p>This case has no finding; it is about {open.subject}.</p> : <Evidence finding={finding} />}
      <DecidedBefore of={open} />
      <form onSubmit={(submit) => void decide(submit)}>
        <DecisionForm options={options} rating={ratingOf(finding)} />
        {problem !== undefined && <Problem>{problem}</Problem>}
        <div className="acts">
          <button type="submit" className="main" disabled={sending}>
            {sending ? 'Recording …' : 'Record the decision'}
          </button>
        </div>
      </form>
    </dialog>
  );
}

const Evidence = ({ finding }: { readonly finding: Finding }) => (
  <>
    <Sentences sentences={finding.body.sentences} />
    <FindingFacts finding={finding} />
  </>
);

/** The rating a decision would let stand, and the scale it was given on; only where there is one can it be changed. */
function ratingOf(finding: Finding | undefined): Rating | undefined {
  const { score, scoreAtLeast, scoreAtMost } = finding?.body.facts ?? {};
  if (typeof score !== 'number') return undefined;
  return {
    score,
    ...(typeof scoreAtLeast === 'number' ? { min: scoreAtLeast } : {}),
    ...(typeof scoreAtMost === 'number' ? { max: scoreAtMost } : {}),
  };
}
