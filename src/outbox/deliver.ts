import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AnyOperation } from '../../connectors/kit/connector.js';
import { FatalError, HubError } from '../../connectors/kit/errors.js';
import { Connections } from '../connections/connections.js';
import type { Actor } from '../database/actor.js';
import { firstRow } from '../database/rows.js';
import { Tenancy } from '../database/tenancy.js';
import { Envelope } from '../files/envelope.js';
import { LOG, type Log } from '../log/log.js';
import { cannotOpen } from './cannot-open.js';
import { type Carrying, defer, type Holding, lagOf, moveOn } from './carrying.js';
import { claim, NEXT_DUE, REQUEST_TIMEOUT_MS } from './claim.js';
import { readBack, settle } from './look-again.js';
import type { Message } from './message.js';
import { operationNamed } from './operation-of.js';
import { send } from './send.js';
import { StillNewest } from './still-newest.js';

/** Carries approved messages to their sources, looks again, and settles what was left open. */
@Injectable()
export class Delivery {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly connections: Connections,
    private readonly envelope: Envelope,
    @Inject(LOG) private readonly log: Pick<Log, 'info'>,
    private readonly stillNewest: StillNewest,
  ) {}

  /** Works until nothing is due, or until it is asked to stop: then what is in flight is finished. @returns how many steps were made. */
  async deliverDue(tenantId: string, actor: Actor, signal: AbortSignal = new AbortController().signal): Promise<number> {
    let steps = 0;
    while (!signal.aborted) {
      const claimed = await this.tenancy.inTenant(tenantId, actor, claim);
      if (claimed.length === 0) return steps;
      const carried = await Promise.allSettled(claimed.map((message) => this.#carry(tenantId, actor, message)));
      const defect = carried.find((one) => one.status === 'rejected');
      if (defect) throw defect.reason; // the others were carried to their end first
      steps += claimed.length;
    }
    return steps;
  }

  /** When the next waiting message may be taken; undefined when none waits. */
  async nextDue(tenantId: string, actor: Actor): Promise<Date | undefined> {
    const next = await this.tenancy.inTenant(tenantId, actor, (tx) => firstRow(tx, z.object({ due: z.date().nullable() }), NEXT_DUE));
    return next?.due ?? undefined;
  }

  async #carry(tenantId: string, actor: Actor, message: Message): Promise<void> {
    const { tenancy, envelope, log, stillNewest } = this;
    const holding: Holding = { tenancy, envelope, log, stillNewest, tenantId, actor, message };
    let ready: Pick<Carrying, 'opened' | 'operation' | 'change'>;
    try {
      ready = await this.#open(holding);
    } catch (cause) {
      if (!(cause instanceof HubError)) throw cause;
      return cannotOpen(holding, cause.message);
    }
    try {
      await goOn({ ...holding, ...ready });
    } catch (cause) {
      if (!(cause instanceof HubError)) throw cause;
      await defer(holding, cause.message);
    }
  }

  /** @throws HubError where there is no way to the source, or the change cannot be read: nothing was asked of the source then. */
  async #open({ tenantId, actor, message }: Holding) {
    const unstopped = new AbortController().signal; // what is claimed is brought to its end: half a write helps nobody
    const opened = await this.connections.open(tenantId, actor, message.connectionId, unstopped, REQUEST_TIMEOUT_MS);
    const operation = operationNamed(opened.spec, message.operation);
    return { opened, operation, change: changeOf(operation, openedChange(this.envelope, tenantId, message)) };
  }
}

function changeOf(operation: AnyOperation<unknown>, change: unknown): unknown {
  const { success, data, error } = operation.change.safeParse(change);
  if (success) return data;
  throw new FatalError(`what was planned is none that ${operation.name} takes any more: ${error.issues.map(inWords).join('; ')}`);
}

const inWords = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')}: ${message}`;

function openedChange(envelope: Envelope, tenantId: string, { change }: Message): unknown {
  try {
    return envelope.open(tenantId, change);
  } catch (cause) {
    throw new FatalError('what was planned does not unseal: its key is gone, or it was changed', {}, { cause });
  }
}

/** The next step of a message, by the state it was found in. */
async function goOn(carrying: Carrying): Promise<void> {
  const { message } = carrying;
  switch (message.state) {
    case 'approved':
      return send(carrying);
    case 'sent': // its worker was lost between sending and hearing
      return void (await moveOn(carrying, 'find', {
        state: 'unknown',
        reason: 'what became of it was not written down: the worker that sent it was lost, or failed on the way',
        lookAgainInMs: lagOf(carrying),
      }));
    case 'acknowledged':
      return readBack(carrying);
    case 'unknown':
      return settle(carrying);
    default:
      throw new Error(`a message that is ${message.state} is never claimed`);
  }
}
