import { typed } from '../config/typed.js';
import type { ReconciliationAccounts } from '../reconciliation/accounts.js';

type Places<Account extends keyof ReconciliationAccounts> = { readonly [Place in keyof ReconciliationAccounts[Account]]: string };

const DECISIONS: Places<'decisions'> = {
  total: 'decisions',
  planned: 'led to writes',
  unplanned: 'led to none',
  rejected: 'rejected',
  returned: 'returned',
  contradicted: 'rejected or returned, and a write was planned all the same',
};

const MESSAGES: Places<'messages'> = {
  total: 'planned writes',
  compared: 'compared',
  replaced: 'replaced by a newer one',
  waiting: 'not sent yet',
  conflict: 'in conflict, nothing written',
  refused: 'refused by their source',
  calledOff: 'called off before they were sent',
  underway: 'under way meanwhile',
};

/** Where every decision and every planned write ended, for a person: a line for each, of the places where there is one. */
export function accountLines({ decisions, messages }: ReconciliationAccounts): string[] {
  return [
    inOneLine(decisions, DECISIONS),
    inOneLine(messages, MESSAGES),
    ...(decisions.contradicted === 0
      ? []
      : [
          `${decisions.contradicted} ${DECISIONS.contradicted}: that must never be. Stop the writing in the console, under Outbox, and cancel what was planned: ${typed('outbox list')}`,
        ]),
  ];
}

function inOneLine(counts: Readonly<Record<string, number>>, words: Readonly<Record<string, string>>): string {
  const { total, ...places } = Object.fromEntries(Object.entries(words).map(([place, word]) => [place, `${counts[place] ?? 0} ${word}`]));
  const some = Object.entries(places).filter(([place]) => (counts[place] ?? 0) > 0);
  return [total, ...(some.length === 0 ? [] : [some.map(([, said]) => said).join(' · ')])].join(': ');
}
