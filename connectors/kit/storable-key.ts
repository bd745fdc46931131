export const LONGEST_KEY = 500;

/** Whether the database gives a key back as it got it: no NUL, no half of a surrogate pair, nothing longer than an index takes. */
export const isStorableKey = (key: string): boolean =>
  key !== '' && key.length <= LONGEST_KEY && key.isWellFormed() && !key.includes('\u0000');
