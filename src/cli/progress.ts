import { tell } from './terminal.js';

const MAPPED_SAID = 10_000;

/** What somebody who waits is told: each page that was stored, and now and then how many of its records are made, which takes longer. */
export const progress = {
  progress: (stream: string, read: number): void => tell(`${stream}: ${read} read`),
  mapped: (stream: string, records: number): void => {
    if (records % MAPPED_SAID === 0) tell(`${stream}: ${records} made into records`);
  },
};
