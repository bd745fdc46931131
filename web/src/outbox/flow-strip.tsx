import type { Message } from '../api/client';
import { grouped } from '../pictures/figures';

type State = Message['state'];

const ROAD = ['planned', 'approved', 'sent', 'acknowledged', 'verified'] as const satisfies readonly State[];
const ASIDE: readonly (readonly [State, string])[] = [
  ['conflict', 'the source is no longer as it was looked at, or holds something else'],
  ['unknown', 'the answer was lost; the source is asked before anything is sent again'],
  ['parked', 'the source cannot tell; a person looks'],
  ['rejected', 'the source refused it for good'],
  ['superseded', 'a newer decision took its place'],
  ['cancelled', 'a person called it off'],
];
const STEP = 180;
const MIDDLE = 34;

/** The road of a write, with how many are where; below it, what left the road and why. */
export function FlowStrip({ counts }: { readonly counts: ReadonlyMap<State, number> }) {
  const at = (state: State) => counts.get(state) ?? 0;
  const aside = ASIDE.filter(([state]) => at(state) > 0);
  return (
    <div className="flow">
      <svg viewBox={`0 0 ${STEP * ROAD.length} 84`} role="img" aria-label={ROAD.map((state) => `${at(state)} ${state}`).join(', ')}>
        <path className="road" d={`M${STEP / 2} ${MIDDLE}H${STEP * (ROAD.length - 0.5)}`} />
        {ROAD.map((state, position) => (
          <g
            key={state}
            transform={`translate(${STEP * (position + 0.5)} ${MIDDLE})`}
            className={at(state) === 0 ? 'stop none' : 'stop'}
            data-state={state}
          >
            <rect x={-32} y={-22} width={64} height={44} rx={22} />
            <text className="figure" y={7}>
              {grouped(at(state))}
            </text>
            <text className="name" y={44}>
              {state}
            </text>
          </g>
        ))}
      </svg>
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
