import type { FindingView } from '../findings/finding.js';

/** A finding for a terminal: what it says, what the evidence says of each sentence, and whether it still holds. */
export const findingLines = ({ kind, subject, body, supersededAt }: FindingView): string[] => [
  `${kind} · ${subject ?? ''}${supersededAt === null ? '' : ' · holds no more'}`,
  ...body.sentences.flatMap(({ text, verdict, reason }) => [
    `  “${text}” — ${verdict}`,
    ...(reason === undefined ? [] : [`    ${reason}`]),
  ]),
];
