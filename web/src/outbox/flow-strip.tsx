import type { Message } from '../api/client';
import { grouped } from '../pictures/figures';

type State = Message['state'];

const ROAD = ['planned', 'approved', 'sent', 'acknowledged', 'verified'] as const satisfies readonly State[];
const ASIDE: readonly (readonly [State, string])[] = [
  ['conflict', 'the source is no longer as it was looked at, or holds something else'],
  ['unknown', 'the answer was lost; the source is asked before anything is sent again'],
  ['parked', 'the source cannot tell; a person looks'],
  ['rejected', 'the source refused it for good'],
  ['superseded', 'something newer took its place'],
  ['cancelled', 'a person called it off'],
];

/** The road of a write, with how many are where; below it, what left the road and why. */
export function FlowStrip({ counts }: { readonly counts: readonly { state: State; count: number }[] }) {
  const at = (state: State) => counts.find((one) => one.state === state)?.count ?? 0;
  const aside = ASIDE.filter(([state]) => at(state) > 0);
  return (
    <div className="flow">
      <ol className="road">
        {ROAD.map((state) => (
          <li key={state} className={at(state) === 0 ? 'stop none' : 'stop'} data-state={state}>
            <b>{grouped(at(state))}</b> <span>{state}</span>
          </li>
        ))}
      </ol>
      {aside.length > 0 && (
        <ul className="aside">
          {aside.map(([state, meaning]) => (
            <li key={state} data-state={state}>
              <b>{grouped(at(state))}</b> {state} <small>{meaning}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
