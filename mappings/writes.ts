import { ratingOutcomeToBamboohr } from './bamboohr/rating-outcome-to-writes.js';
import type { ChangeKind } from './canonical/changes.js';
import { followUpToJira } from './jira/follow-up-to-issue.js';
import type { WriteMapping } from './kit/write-mapping.js';

// Write mappings differ in the change they take; `kind` tells them apart, and `changes` parses before `map` is called.
const writeMappings = [ratingOutcomeToBamboohr, followUpToJira] as readonly unknown[] as readonly WriteMapping[];

export const writeMappingOf = (connector: string, kind: ChangeKind): WriteMapping | undefined =>
  writeMappings.find((mapping) => mapping.connector === connector && mapping.kind === kind);
