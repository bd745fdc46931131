import type { Visibility } from './siblings.js';

/** What the gate is told of a survey. */
export interface GateSurvey {
  readonly key: string;
  readonly label: string;
  readonly items: readonly {
    readonly id: string;
    readonly text: string;
    readonly favourable: readonly number[];
    readonly scale: { readonly min: number; readonly max: number };
  }[];
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
  /** A share, 0–1; clipped to 0.05–0.95 where a small group, or all of a larger one, would be seen to have answered alike. */
  readonly favourable?: number;
  /** Only where the distribution may show. */
  readonly unfavourable?: number;
  /** Absent where the share is clipped. */
  readonly mean?: number;
  /** How many gave each answer; only in groups large enough, and only where no smaller group's follows from it. */
  readonly distribution?: Readonly<Record<string, number>>;
}

export interface ReleasedTheme {
  readonly id: string;
  readonly label: string;
  /** People who wrote of it. */
  readonly commenters: number;
}
