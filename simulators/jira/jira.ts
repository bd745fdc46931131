import { contract } from '../kit/contract.js';
import type { Later } from '../kit/later.js';
import { type Exchange, type Handler, newBench, type RunningSimulator, startSimulator } from '../kit/simulator.js';
import { changelogHandlers } from './changelog.js';
import { commentHandlers } from './comments.js';
import jiraContract from './contract.json' with { type: 'json' };
import { jiraControls } from './controls.js';
import { directoryHandlers } from './directory.js';
import { answeringRefusals, Refusal } from './errors.js';
import { allowedMethods, authentication, mediaType } from './gate.js';
import { issueHandlers } from './issues.js';
import { RateLimits } from './limits.js';
import { propertyHandlers } from './properties.js';
import { remoteLinkHandlers } from './remote-links.js';
import { searchHandlers } from './search.js';
import { type JiraSeed, jiraSeed } from './seed.js';
import { JiraSite } from './site.js';
import { transitionHandlers } from './transitions.js';

export interface JiraSettings {
  readonly seed: JiraSeed;
  readonly email: string;
  readonly apiToken: string;
  readonly port?: number;
  readonly onExchange?: (exchange: Exchange) => void;
  readonly now?: () => Date;
  /** What waits on that clock; on the wall's unless told. */
  readonly later?: Later;
  /** How long search stays behind; a control changes it while the simulator runs. */
  readonly indexLagMs?: number;
}

/**
 * Starts a Jira Cloud site on a loopback port; its API begins at `<url>/rest/api/3`.
 * @throws ZodError when the seed does not hold together.
 */
export async function startJira({ seed, email, apiToken, port, onExchange, ...clock }: JiraSettings): Promise<RunningSimulator> {
  const { now = () => new Date(), later, indexLagMs = 3000 } = clock;
  const bench = newBench(later);
  const site = new JiraSite(jiraSeed.parse(seed), now, indexLagMs);
  const limits = new RateLimits(now);
  const routes = contract.parse(jiraContract);
  const handlers = answering({
    ...directoryHandlers(site),
    ...searchHandlers(site, bench.ledger),
    ...issueHandlers(site, bench.ledger),
    ...propertyHandlers(site, bench.ledger),
    ...remoteLinkHandlers(site, bench.ledger),
    ...commentHandlers(site, bench.ledger),
    ...transitionHandlers(site, bench.ledger),
    ...changelogHandlers(site),
  });
  return startSimulator(
    {
      vendor: 'jira',
      contract: routes,
      handlers,
      before: [limits.enforce, authentication({ email, apiToken }), allowedMethods(routes), mediaType],
      refuse: (response, { method, path }) => void handlers[`${method} ${path}`]?.(response.req, response),
      unknown: answeringRefusals(() => {
        throw new Refusal(404, { code: 404, message: 'HTTP 404 Not Found' });
      }),
      controls: jiraControls(site, limits),
    },
    bench,
    { ...(port !== undefined && { port }), ...(onExchange && { onExchange }) },
  );
}

// Every handler refuses what it lacks itself: Jira has other words, and another order of checks, for each.
const answering = (handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>> =>
  Object.fromEntries(Object.entries(handlers).map(([route, handler]) => [route, answeringRefusals(handler)]));
