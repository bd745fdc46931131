import { answered, api, type Connection, inWords } from '../api/client';
import { connections } from '../api/questions';
import { useAnswer } from '../api/use-answer';
import { useSay } from '../frame/said';
import { Shown } from '../frame/shown';

/** The switch that stops all writing over a connection, at once. */
export function Writes({ tenant }: { readonly tenant: string }) {
  const { answer, again } = useAnswer(() => connections(tenant), `connections of ${tenant}`);
  const say = useSay();
  const turn = async ({ name, writes }: Connection) => {
    const wanted = writes === 'on' ? 'stopped' : 'on';
    try {
      await answered(
        api.POST('/api/tenants/{tenant}/connections/{name}/writes', { params: { path: { tenant, name } }, body: { writes: wanted } }),
      );
      say(wanted === 'on' ? `Writing to ${name} is allowed again.` : `Nothing is written to ${name} until somebody allows it again.`);
    } catch (thrown) {
      say(inWords(thrown));
    }
    again();
  };
  return (
    <Shown answer={answer}>
      {(all) =>
        all.length === 0 ? null : (
          <ul className="switches" aria-label="Writing to the sources">
            {all.map((connection) => (
              <li key={connection.id}>
                <button type="button" role="switch" aria-checked={connection.writes === 'on'} onClick={() => void turn(connection)}>
                  <i aria-hidden="true" />
                  Write to {connection.name}
                </button>
                {connection.writes === 'stopped' && <span className="why">stopped: approved messages wait</span>}
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
