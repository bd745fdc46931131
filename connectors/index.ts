import bamboohr from './bamboohr/index.js';
import files from './files/index.js';
import jira from './jira/index.js';
import type { AnyConnector } from './kit/connector.js';
import qualtrics from './qualtrics/index.js';

/** Every connector there is, by its id. */
export const connectors: Readonly<Record<string, AnyConnector>> = Object.fromEntries(
  [bamboohr, files, jira, qualtrics].map((connector) => [connector.source.id, connector]),
);
