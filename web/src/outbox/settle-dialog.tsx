import { type FormEvent, useEffect, useRef, useState } from 'react';
import { answered, api, inWords, type Message } from '../api/client';
import { Problem } from '../frame/shown';
import { operationInWords } from './differences';
import { type Act, isAsSeen, settlementsOf } from './settlements';
import { Standing } from './standing';
import { whose } from './whose';

interface Settling {
  readonly tenant: string;
  /** As it was when somebody began to settle it. */
  readonly message: Message;
  /** As it is by now; undefined where it is not among those that are shown any more. */
  readonly now: Message | undefined;
  readonly refused: () => void;
  readonly settled: (sentence: string) => void;
  readonly close: () => void;
}

/** A message that came to no end by itself: what a person says of it, and why. */
export function SettleDialog({ tenant, message, now, refused, settled, close }: Settling) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const possible = settlementsOf(message);
  const [chosenAct, setChosenAct] = useState<Act | undefined>(possible.length === 1 ? possible[0]?.act : undefined);
  const [heldHash, setHeldHash] = useState<string>();
  const [looks, setLooks] = useState(0);

  const settle = async (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    const form = new FormData(submit.currentTarget);
    if (chosenAct === undefined) return;
    setSending(true);
    try {
      const { state } = await record(tenant, message, { act: chosenAct, heldHash, reason: String(form.get('reason')) });
      settled(`${operationInWords(message.operation)}, ${whose(message)}: ${state} now. The reason is kept with it.`);
    } catch (thrown) {
      setProblem(inWords(thrown));
      setHeldHash(undefined); // it may be refused because something else stands there by now
      setLooks((before) => before + 1);
      setSending(false);
      refused();
    }
  };
  const isPast = problem !== undefined && !isAsSeen(message, now); // somebody else, or the hub itself, was first

  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="settling">
      <header className="dialog-head">
        <h2 id="settling">
          {operationInWords(message.operation)}
          <small>{whose(message)}</small>
        </h2>
        <button type="button" className="plain" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {isPast ? (
        <p>
          It was {message.state} when you began, and {whatCame(message, now)}.
        </p>
      ) : (
        <p>
          It is {message.state}
          {message.reason === null ? '.' : `: ${message.reason}.`}
        </p>
      )}
      <form onSubmit={(submit) => void settle(submit)}>
        <fieldset className="choices">
          <legend>What you say of it</legend>
          {possible.map(({ act, name, follows }) => (
            <label key={act}>
              <input type="radio" name="act" value={act} required checked={act === chosenAct} onChange={() => setChosenAct(act)} />
              <span>
                <b>{name}</b>
                <small>{follows}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {chosenAct === 'accept' && !isPast && <Standing key={looks} tenant={tenant} message={message} seen={setHeldHash} />}
        <label className="field">
          In your words
          <textarea name="reason" rows={3} required placeholder="What you looked at, and why. It is kept with the message." />
        </label>
        {problem !== undefined && <Problem>{problem}</Problem>}
        <div className="acts">
          <button type="submit" className="main" disabled={sending || isPast || (chosenAct === 'accept' && heldHash === undefined)}>
            {sending ? 'Recording …' : 'Record it'}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function whatCame(seen: Message, now: Message | undefined): string {
  if (now === undefined) return 'is so no longer';
  return now.state === seen.state ? 'is so again: something was done with it since' : `is ${now.state} by now`;
}

interface Said {
  readonly act: Act;
  /** What was seen at the source, where that is accepted. */
  readonly heldHash: string | undefined;
  readonly reason: string;
}

function record(
  tenant: string,
  { id, state, fence }: Message,
  { act, heldHash = '', reason }: Said,
): Promise<Pick<Message, 'id' | 'state'>> {
  const params = { path: { tenant, id } };
  return act === 'accept'
    ? answered(api.POST('/api/tenants/{tenant}/outbox/{id}/acceptances', { params, body: { heldHash, reason } }))
    : answered(api.POST('/api/tenants/{tenant}/outbox/{id}/settlements', { params, body: { act, reason, seen: { state, fence } } }));
}
