import type { Response } from 'express';
import type { z } from 'zod';
import type { ContractRoute } from '../kit/contract.js';
import type { Later } from '../kit/later.js';
import { type Exchange, newBench, type RunningSimulator, startSimulator } from '../kit/simulator.js';
import { authenticate, limitRate, type RateLimit } from './access.js';
import { refuse, refuseWithProblem } from './answers.js';
import { changedHandlers } from './changed.js';
import { Clock } from './clock.js';
import contract from './contract.json' with { type: 'json' };
import { controls } from './controls.js';
import { datasetHandlers } from './datasets.js';
import { directoryHandlers } from './directory.js';
import { employeeListHandlers } from './employee-list.js';
import { employeeHandlers } from './employees.js';
import { goalHandlers } from './goals.js';
import { metaHandlers } from './meta.js';
import { bamboohrSeed } from './seed.js';
import { seedCompany } from './seeding.js';
import { tableHandlers } from './tables.js';

export interface BamboohrOptions {
  readonly seed: z.input<typeof bamboohrSeed>;
  readonly apiKey: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
  readonly onExchange?: (exchange: Exchange) => void;
  /** None unless told: the vendor publishes no number. */
  readonly rateLimit?: RateLimit;
  /** The vendor's clock. */
  readonly now?: () => Date;
  /** What waits on that clock; on the wall's unless told. */
  readonly later?: Later;
}

/**
 * Starts a BambooHR company on a loopback port; its API lies below `/api`.
 * @throws SeedError when the seed names a field, column or employee that is not there.
 */
export async function startBamboohr({
  seed,
  apiKey,
  port,
  onExchange,
  rateLimit,
  now = () => new Date(),
  later,
}: BamboohrOptions): Promise<RunningSimulator> {
  const clock = new Clock(now);
  const company = seedCompany(bamboohrSeed.parse(seed), clock);
  const bench = newBench(later);
  const { ledger } = bench;
  return startSimulator(
    {
      vendor: 'bamboohr',
      contract,
      handlers: {
        ...employeeListHandlers(company, ledger),
        ...directoryHandlers(company),
        ...changedHandlers(company),
        ...employeeHandlers(company, ledger),
        ...tableHandlers(company, ledger),
        ...datasetHandlers(company, ledger),
        ...metaHandlers(company),
        ...goalHandlers(company, ledger),
      },
      before: [...(rateLimit ? [limitRate(rateLimit, clock)] : []), authenticate(apiKey, clock)],
      refuse: refuseIncomplete,
      unknown: (_request, response) => refuse(response, 404, 'There is no such endpoint'),
      controls: controls(company),
    },
    bench,
    { ...(port !== undefined && { port }), ...(onExchange && { onExchange }) },
  );
}

function refuseIncomplete(response: Response, { path }: ContractRoute, missing: readonly string[]): void {
  const detail = `Missing: ${missing.join(', ')}`;
  if (!path.includes('/datasets')) return refuse(response, 400, detail);
  refuseWithProblem(response.req, response, { status: 400, title: 'Invalid parameters', detail, code: 'INVALID_PARAMETERS' });
}
