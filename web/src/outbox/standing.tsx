import { useEffect, useState } from 'react';
import { answered, api, inWords, type Message, type Standing as Stands } from '../api/client';
import { Problem } from '../frame/shown';
import { shown } from './differences';

interface Looking {
  readonly tenant: string;
  readonly message: Message;
  /** Told what was shown, by its hash: nothing else is accepted. */
  readonly seen: (heldHash: string) => void;
}

/** What stands at the source now, beside what was decided. */
export function Standing({ tenant, message: { id }, seen }: Looking) {
  const [stands, setStands] = useState<Stands>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isClosed = false;
    answered(api.POST('/api/tenants/{tenant}/outbox/{id}/standing', { params: { path: { tenant, id } } })).then(
      (looked) => {
        if (isClosed) return;
        setStands(looked);
        seen(looked.heldHash);
      },
      (thrown: unknown) => isClosed || setProblem(inWords(thrown)),
    );
    return () => {
      isClosed = true;
    };
  }, [tenant, id, seen]);
  if (problem !== undefined) return <Problem>{problem}</Problem>;
  if (stands === undefined) return <p className="faint">Looking at the source …</p>;
  return (
    <div className="change">
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Stands there now</th>
            <th scope="col">As it was decided</th>
          </tr>
        </thead>
        <tbody>
          {stands.fields.map(({ field, held, wanted }) => (
            <tr key={field} data-changes={shown(held) !== shown(wanted)}>
              <th scope="row">
                <code>{field}</code>
              </th>
              <td className="after">{shown(held)}</td>
              <td className="before">{shown(wanted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
