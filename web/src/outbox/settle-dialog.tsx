import { type FormEvent, useEffect, useRef, useState } from 'react';
import { answered, api, inWords, type Message } from '../api/client';
import { Problem } from '../frame/shown';
import { operationInWords } from './differences';
import { settlementsOf } from './settlements';

interface Settling {
  readonly tenant: string;
  readonly message: Message;
  readonly settled: (sentence: string) => void;
  readonly close: () => void;
}

/** A message that came to no end by itself: what a person says of it, and why. */
export function SettleDialog({ tenant, message, settled, close }: Settling) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const possible = settlementsOf(message);

  const settle = async (submit: FormEvent<HTMLFormElement>) => {
    submit.preventDefault();
    const form = new FormData(submit.currentTarget);
    const chosen = possible.find(({ act }) => act === form.get('act'));
    if (chosen === undefined) return;
    setSending(true);
    try {
      const { state } = await answered(
        api.POST('/api/tenants/{tenant}/outbox/{id}/settlements', {
          params: { path: { tenant, id: message.id } },
          body: { act: chosen.act, reason: String(form.get('reason')) },
        }),
      );
      settled(`${operationInWords(message.operation)}, ${message.entity}: ${state} now. The reason is kept with it.`);
    } catch (thrown) {
      setProblem(inWords(thrown));
      setSending(false);
    }
  };

  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="settling">
      <header className="dialog-head">
        <h2 id="settling">
          {operationInWords(message.operation)}
          <small>{message.entity}</small>
        </h2>
        <button type="button" className="plain" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <p>
        It is {message.state}
        {message.reason === null ? '.' : `: ${message.reason}.`}
      </p>
      <form onSubmit={(submit) => void settle(submit)}>
        <fieldset className="choices">
          <legend>What you say of it</legend>
          {possible.map(({ act, name, follows }) => (
            <label key={act}>
              <input type="radio" name="act" value={act} required defaultChecked={possible.length === 1} />
              <span>
                <b>{name}</b>
                <small>{follows}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="field">
          In your words
          <textarea name="reason" rows={3} required placeholder="What you looked at, and why. It is kept with the message." />
        </label>
        {problem !== undefined && <Problem>{problem}</Problem>}
        <div className="acts">
          <button type="submit" className="main" disabled={sending}>
            {sending ? 'Recording …' : 'Record it'}
          </button>
        </div>
      </form>
    </dialog>
  );
}
