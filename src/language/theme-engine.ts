/** What a comment is about: a theme, how strongly, and the sentences that say so. */
export interface ThemeHit {
  readonly themeId: string;
  /** 0–1, comparable within one engine and version. */
  readonly score: number;
  readonly sentences: readonly string[];
}

/** Says what comments are about. A model may stand behind it, hence the promise. */
export interface ThemeEngine {
  readonly name: string;
  readonly version: string;
  /** One answer for each text, in its order; empty where nothing fits. */
  themes(texts: readonly string[]): Promise<readonly (readonly ThemeHit[])[]>;
}
