import type { AnyOperation, AnyStream, Page } from '../connectors/kit/connector.js';
import { employees } from '../connectors/bamboohr/streams/employees.js';
import { Connections, type Opened } from '../src/connections/connections.js';
import { anActor } from './database.js';

/** What a scripted source has to give and to do. */
export interface Script {
  readonly streams: readonly AnyStream<unknown>[];
  readonly operations: readonly AnyOperation<unknown>[];
}

/**
 * Connections whose source does what the test says, for moments no simulator can be stopped at:
 * between two pages, between a look and a write. What is read is mapped as if BambooHR had given it.
 */
export class ScriptedSource extends Connections {
  /** Undefined lets the source be the connector's own, for a simulator. */
  script: Script | undefined = { streams: [], operations: [] };

  override async open(...asked: Parameters<Connections['open']>): Promise<Opened> {
    const opened = await super.open(...asked);
    if (this.script === undefined) return opened;
    return { ...opened, spec: { ...opened.spec, ...this.script, source: { ...opened.spec.source, check: async () => undefined } } };
  }

  /** @returns the id of the connection `hr`. */
  connect(tenantId: string): Promise<string> {
    return this.configure(tenantId, anActor(), { name: 'hr', connector: 'bamboohr', config: { subdomain: 'acme', apiKey: 'key' } });
  }
}

/** The stream of employees, giving these pages whatever is asked. A function is called for its page when its turn has come, and may throw instead. */
export function givingPages(
  pages: readonly (Page<unknown> | (() => Promise<Page<unknown>>))[],
  fields: Partial<AnyStream<unknown>> = {},
): AnyStream<unknown> {
  return {
    ...employees,
    ...fields,
    async *read() {
      for (const page of pages) yield typeof page === 'function' ? await page() : page;
    },
  };
}

/** An employee as BambooHR gives one. */
export const anEmployee = (eeid: string, fields: Readonly<Record<string, unknown>> = {}) => ({
  eeid,
  firstName: 'Ada',
  lastName: `Number ${eeid}`,
  hireDate: '2020-01-01',
  status: 'Active',
  lastChanged: '2026-01-01T00:00:00Z',
  ...fields,
});
