import type { CanonicalChange, ChangeKind } from '../canonical/changes.js';

/** A change in the source's words, ready for the outbox. */
export interface SourceWrite {
  readonly operation: string;
  /** What is changed, whatever the value. */
  readonly naturalKey: string;
  readonly change: unknown;
  /** Of what makes a record: whether an earlier change of the same natural key made one that says the same, so that a second is not made. */
  readonly saysTheSameAs?: (earlier: unknown) => boolean;
}

/** Our words back into a source's. One change may take several writes there. */
export interface WriteMapping<Kind extends ChangeKind = ChangeKind> {
  readonly connector: string;
  readonly kind: Kind;
  /** The kind of identifier by which a connection knows the person it is about, from its configuration; absent where it is about nobody. */
  readonly person?: (config: unknown) => string;
  /** Operations that say what is true of the newest alone: what was planned of them is withdrawn once something newer has come. */
  readonly onlyOfNewest?: readonly string[];
  map(change: CanonicalChange<Kind>, target: WriteTarget): readonly SourceWrite[];
}

export interface WriteTarget {
  /** The person, as the source knows them; '' where it is about nobody. */
  readonly person: string;
  /** What the policy says of this connection as a target: a project key, an issue type. */
  readonly settings: Readonly<Record<string, string>>;
  /** The decision the change follows from. */
  readonly decisionId: string;
}

export const defineWriteMapping = <Kind extends ChangeKind>(mapping: WriteMapping<Kind>): WriteMapping<Kind> => mapping;
