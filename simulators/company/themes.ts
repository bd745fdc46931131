/** What people write about when they are asked about work. */
export const THEMES = [
  'pay',
  'recognition',
  'workload',
  'wellbeing',
  'flexibility',
  'career',
  'learning',
  'manager',
  'leadership',
  'communication',
  'team',
  'inclusion',
  'tools',
  'environment',
  'job security',
  'strategy',
  'ethics',
] as const;
export type Theme = (typeof THEMES)[number];

export const POLARITIES = ['praise', 'criticism'] as const;
export type Polarity = (typeof POLARITIES)[number];

/** Sentences by theme; `{tool}`, `{place}`, `{hours}`, `{months}` and `{colleague}` are filled in for the person who writes. */
export type Lines = Readonly<Record<Polarity, readonly string[]>>;
