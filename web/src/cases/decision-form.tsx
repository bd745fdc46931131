import { useState } from 'react';
import type { Finding } from '../api/client';
import { changesRating, type Decision, type DecisionRequest, type Option, reasonCodes } from './decisions';

/** What was given; its scale where the finding tells it. */
export interface Rating {
  readonly score: number;
  readonly min?: number;
  readonly max?: number;
}

export function DecisionForm({ options, rating }: { readonly options: readonly Option[]; readonly rating: Rating | undefined }) {
  const [chosen, choose] = useState<Decision>();
  const possible = options.filter(({ decision }) => rating !== undefined || !changesRating(decision));
  return (
    <>
      <fieldset className="choices">
        <legend>Your decision</legend>
        {possible.map(({ decision, name, follows }) => (
          <label key={decision}>
            <input type="radio" name="decision" value={decision} required onChange={() => choose(decision)} />
            <span>
              <b>{name}</b>
              <small>{follows}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {rating !== undefined && chosen !== undefined && changesRating(chosen) && (
        <label className="field short">
          Rating, instead of {rating.score}
          {rating.min !== undefined && rating.max !== undefined && ` (${rating.min} to ${rating.max})`}
          <input type="number" name="score" defaultValue={rating.score} min={rating.min} max={rating.max} step="any" required />
        </label>
      )}
      <label className="field short">
        Because
        <select name="reasonCode" required defaultValue="">
          <option value="" disabled>
            choose the nearest
          </option>
          {reasonCodes.map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        In your words
        <textarea name="reason" rows={3} required placeholder="What you looked at, and why you decide so. It is kept with the decision." />
      </label>
    </>
  );
}

/** What the form says, with the evidence that was on the screen. */
export function requestOf(form: FormData, options: readonly Option[], finding: Finding | null): DecisionRequest {
  const decision = options.find((option) => option.decision === form.get('decision'))?.decision;
  if (decision === undefined) throw new Error('choose a decision');
  return {
    decision,
    reasonCode: String(form.get('reasonCode')),
    reason: String(form.get('reason')),
    ...(changesRating(decision) ? { edited: { score: Number(form.get('score')) } } : {}),
    shown: finding?.body.sentences.flatMap(({ evidence }) => evidence) ?? [],
  };
}
