import type { Case } from '../api/client';
import { kindInWords } from '../findings/words';
import { alike, go, pathOf } from '../frame/address';
import { Link } from '../frame/link';
import { Badge } from '../pictures/badge';
import { spelled } from '../pictures/figures';
import { Due } from '../pictures/moment';
import { verdictTones } from '../pictures/tones';
import { DecidedBefore } from './decided-before';
import { ended } from './decisions';

/** Whom it is about; where that is nobody, what it asks. */
export const nameOf = ({ about, saying, title }: Case): string => (about === null || about === saying?.text ? title : about);

export const CaseRow = ({ of: one, tenant }: { readonly of: Case; readonly tenant: string }) => (
  <li className="row case">
    <div>
      <h2>
        <Link to={alike(pathOf(tenant, 'cases', one.id))}>{nameOf(one)}</Link>
        {one.cycle !== null && <small>{one.cycle}</small>}
      </h2>
      {one.saying !== null && <p className="saying">{one.saying.text}</p>}
      <DecidedBefore of={one} />
    </div>
    <div>{one.saying !== null && <Badge tone={verdictTones[one.saying.verdict]}>{one.saying.verdict}</Badge>}</div>
    <p className="faint">
      {kindInWords(one.kind)}
      <br />
      {spelled(one.role)}
      <br />
      {one.state === 'open' ? <Due at={one.dueAt} /> : ended[one.state]}
    </p>
    {one.state === 'open' && (
      <button type="button" onClick={() => go(alike(pathOf(tenant, 'cases', one.id)))} aria-label={`Decide on ${nameOf(one)}`}>
        Decide
      </button>
    )}
  </li>
);
