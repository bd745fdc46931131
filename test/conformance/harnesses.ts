import type { Harness } from './harness.js';
import { bamboohr } from './harnesses/bamboohr.js';
import { files } from './harnesses/files.js';
import { jira } from './harnesses/jira.js';
import { qualtrics } from './harnesses/qualtrics.js';

/** One for every connector there is, by its id. */
export const harnesses: Readonly<Record<string, Harness>> = { bamboohr, files, jira, qualtrics };
