import type { ResponseRecord } from '../../connectors/qualtrics/streams/responses.js';

/** Given by people: 0 in the usual way, 4 imported, 16 offline. */
const GIVEN = new Set([0, 4, 16]);

/** Previews, tests, spam, what a machine made up, and what nobody finished are kept as they came and make nothing. */
export const isReal = ({ values: { status, finished } }: ResponseRecord): boolean => GIVEN.has(status) && finished === 1;
