import { typed } from '../config/typed.js';
import type { OutboxState } from '../outbox/states.js';
import type { Waiting } from '../outbox/waiting.js';

/** One line for each thing that messages wait for: how many, why, and what to do next. */
export const waitingLines = (waiting: readonly Waiting[]): string[] => waiting.map((one) => `${one.count} ${one.state}: ${lineOf(one)}`);

/** Why a command that found something ends with 3: what it opened waits for a person. */
export const newCaseLines = (opened: number): string[] =>
  opened === 0
    ? []
    : ['', `${opened} new ${opened === 1 ? 'case waits' : 'cases wait'} for a person; see what waits with: ${typed('cases list')}`];

function lineOf({ why, state, connection, reason, behind, until }: Waiting): string {
  switch (why) {
    case 'approval':
      return `nobody has approved what would be written over ${connection}; look at each, and approve it as it is shown: ${typed('outbox list --state planned')}`;
    case 'limit':
      return `nobody has approved what would be written over ${connection}, and as much was approved within 24 hours as the policy allows (outbox.approvalsPerDay); there is room again from ${until?.toISOString() ?? 'tomorrow'}, or have the policy changed: ${typed('policy show')}`;
    case 'stopped':
      return `writing over ${connection} is stopped; let it write again in the console, under Outbox, then: ${typed('outbox deliver')}`;
    case 'order':
      return `another change of the same record comes first, and is ${behind ?? 'on its way'}; ${afterThat(behind)}`;
    case 'time':
      return `${reason ?? HELD[state] ?? 'a worker has it'}; not before ${until?.toISOString() ?? 'later'}, then: ${typed('outbox deliver')}`;
    case 'turn':
      return `nothing keeps it any more: ${typed('outbox deliver')}`;
    case 'person':
      return `${reason ?? 'it came to no end by itself'}; see which, and settle each: ${typed(`outbox list --state ${state}`)}, then ${ways(state)}`;
  }
}

/** What is known of a message nobody said anything of yet. */
const HELD: Readonly<Partial<Record<OutboxState, string>>> = {
  sent: 'it has left, and what came of it is not written down yet; when its worker is lost it is looked up, not sent again unseen',
  acknowledged: 'its source said yes, and a worker is looking again',
};

const afterThat = (behind: OutboxState | null): string =>
  behind === 'parked'
    ? `settle that one first: ${typed('outbox list --state parked')}`
    : `it goes in its turn once that is settled: ${typed('outbox deliver')}`;

/** What a person can say of it; the ways are those of the command. */
function ways(state: OutboxState): string {
  if (state === 'parked') return `${typed('outbox send-again MESSAGE --reason WHY')}, or cancel`;
  if (state === 'conflict')
    return `${typed('outbox plan-again MESSAGE --reason WHY')}, or accept what stands there (${typed('outbox accept MESSAGE')}), or cancel`;
  return `${typed('outbox plan-again MESSAGE --reason WHY')}, or decide the matter again`;
}
