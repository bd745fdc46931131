import type { Message } from '../api/client';

/** The source's own id tells nobody whose record it is. */
export const whose = ({ entity, about }: Message): string => (about === null ? entity : `${entity}, about ${about}`);
