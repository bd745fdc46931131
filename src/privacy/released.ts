import type { Banded } from '../statistics/banded.js';
import type { Visibility } from './siblings.js';

/** What the gate is told of a survey. */
export interface GateSurvey {
  readonly key: string;
  readonly label: string;
  readonly items: readonly {
    readonly id: string;
    /** The same for the same question of every survey of the tenant, and leading nowhere. */
    readonly question: string;
    readonly text: string;
    readonly favourable: readonly number[];
    readonly scale: { readonly min: number; readonly max: number };
  }[];
}

export interface GateRespondent {
  /** A pseudonym of these answers: the same in two surveys only where they are the same answers. The gate has no need to know whose. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly themes: readonly { readonly id: string; readonly label: string }[];
}

/** One group of a release. Only the gate fills one in. */
export interface ReleasedGroup {
  readonly name: string;
  readonly visibility: Visibility;
  /** All below are absent where the group is not shown. */
  readonly respondents?: number;
  readonly items?: readonly ReleasedItem[];
  /** Absent where nothing textual may be shown. */
  readonly themes?: readonly ReleasedTheme[];
}

export interface ReleasedItem {
  readonly id: string;
  readonly text: string;
  readonly scale: { readonly min: number; readonly max: number };
  readonly visibility: Visibility;
  readonly answers?: number;
  /** A share, 0–1, in bands. */
  readonly favourable?: Banded;
  /** Only beside the distribution. */
  readonly unfavourable?: Banded;
  readonly mean?: Banded;
  /** About which share gave each answer; only in groups large enough, and only where no smaller group's follows from it. */
  readonly distribution?: Distribution;
}

/** Differences of cumulative shares, each of which is in bands of this step: together they make 1, and each is within a step of the true one. */
export interface Distribution {
  readonly shares: Readonly<Record<string, number>>;
  readonly step: number;
}

export interface ReleasedTheme {
  readonly id: string;
  readonly label: string;
  /** People who wrote of it. */
  readonly commenters: number;
}
