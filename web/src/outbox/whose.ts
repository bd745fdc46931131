interface Subject {
  readonly entity: string;
  readonly about: string | null;
}

/** The source's own id tells nobody whose record it is. */
export const whose = ({ entity, about }: Subject): string => (about === null ? entity : `${entity}, about ${about}`);
