import type { EntityMention } from './claim.js';
import { quotedTitles } from './subject-mask.js';
import { isFiniteVerb } from './verbs.js';
import { literally, SUBJECT_MARK } from './words.js';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const ISSUE_KEY = /(?<![\p{L}\p{N}-])[A-Z][A-Z0-9]{1,9}-\d{1,9}(?![\p{L}\p{N}-])/gu;
const CAPITALISED = /(?<![\p{L}\p{N}’'-])\p{Lu}[\p{L}\p{N}]*(?:[-&]\p{L}+)*(?:\s+\p{Lu}[\p{L}\p{N}]*(?:[-&]\p{L}+)*)*/gu;
const PROJECT_WORD = /^\s+(?:project|programme|program|initiative|workstream|epic|product|platform|team's project)\b/iu;
const BEFORE_PROJECT = /\b(?:project|programme|program|initiative|epic)\s+$/iu;

/** Capitalised words that name no project or person. */
const NOT_NAMES: ReadonlySet<string> = new Set(
  (
    "i i’m i'm q1 q2 q3 q4 h1 h2 monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september " +
    'october november december jan feb mar apr jun jul aug sep sept oct nov dec jira sprint github gitlab slack ok okr okrs kpi kpis sla slas pr prs eur usd gbp'
  ).split(' '),
);

/**
 * What a clause names: issue keys, quoted titles, projects and capitalised names. The first word of a sentence is
 * capitalised by rule, so it counts only as part of a longer name, as a known name, or before "project".
 *
 * @param knownProjects names that the evidence uses for projects; found whatever stands around them.
 * @param taken spans already read as dates.
 */
export function extractEntities(text: string, knownProjects: readonly string[], taken: readonly Stretch[] = []): EntityMention[] {
  const mentions: EntityMention[] = [];
  const add = (kind: EntityMention['kind'], start: number, name: string) => {
    const end = start + name.length;
    if (taken.some((span) => start < span.end && span.start < end)) return;
    if (mentions.some((known) => start < known.end && known.start < end)) return;
    mentions.push({ text: name, start, end, kind });
  };

  for (const { 0: key, index } of text.matchAll(ISSUE_KEY)) add('issue-key', index, key);
  for (const { text: title, start } of quotedTitles(text)) if (!title.includes(SUBJECT_MARK)) add('title', start, title);
  for (const { name, start } of knownIn(text, knownProjects)) add('project', start, name);
  for (const { 0: name, index } of text.matchAll(CAPITALISED)) {
    const trimmed = name.replace(/^(?:The|A|An|In|On|For|This|During|With)\s+/u, '');
    const start = index + name.length - trimmed.length;
    const isProject =
      PROJECT_WORD.test(text.slice(start + trimmed.length, start + trimmed.length + 24)) ||
      BEFORE_PROJECT.test(text.slice(Math.max(0, start - 14), start));
    const isFirst = !/[\p{L}\p{N}\u{E000}]/u.test(text.slice(0, start));
    if (
      NOT_NAMES.has(trimmed.toLowerCase()) ||
      (isFirst && !isProject && (!trimmed.includes(' ') || isFiniteVerb(trimmed.split(' ')[0] ?? '')))
    )
      continue;
    if (isFirst && isProject && isFiniteVerb(trimmed)) continue;
    const isListed = mentions.some(
      ({ kind, end }) => kind === 'project' && /^\s*(?:,|and|or|&)\s*(?:the\s+)?$/iu.test(text.slice(end, start)),
    );
    add(isProject || isListed || isPlace(text, start, start + trimmed.length) ? 'project' : 'name', start, trimmed);
  }
  return mentions.sort((left, right) => left.start - right.start);
}

/** "closed 14 issues in Borealis": where work is counted, though no record knows the name. A team is not such a place. */
const isPlace = (text: string, start: number, end: number): boolean =>
  /(?<!\b(?:rel(?:y|ies|ied)|count|counts|depends?|lean) )\b(?:in|on|within|across)\s+(?:the\s+)?$/iu.test(
    text.slice(Math.max(0, start - 24), start),
  ) && !/^\s+(?:team|squad|department|group|org|organi[sz]ation|office)\b/iu.test(text.slice(end, end + 20));

function knownIn(text: string, projects: readonly string[]): { name: string; start: number }[] {
  return projects.flatMap((project) => {
    if (project.length < 2) return [];
    // With its capitals a name is a name anywhere; in lower case only beside the word "project".
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${literally(project)}(?![\\p{L}\\p{N}]|-\\d)`, 'giu');
    return Array.from(text.matchAll(pattern))
      .filter(({ 0: found, index }) => found === project || PROJECT_WORD.test(text.slice(index + found.length, index + found.length + 24)))
      .map(({ 0: name, index }) => ({ name, start: index }));
  });
}
