import type { Message } from '../api/client';

export interface Difference {
  readonly field: string;
  readonly now: { readonly kind: 'held'; readonly value: string } | { readonly kind: 'new' | 'not-looked-at' };
  readonly then: string;
}

/** What a message would change, field by field, beside what the source held when somebody looked. */
export function differencesOf({ base, change }: Pick<Message, 'base' | 'change'>): Difference[] {
  const wanted = leavesOf(change).map(([path, then]) => ({ field: path.join(' › '), name: path.at(-1) ?? '', then: shown(then) }));
  if (base === null) return wanted.map(({ field, then }) => ({ field, now: { kind: 'not-looked-at' }, then }));
  if (Object.keys(base).length === 0) return wanted.map(({ field, then }) => ({ field, now: { kind: 'new' }, then }));
  // What was not looked at says where the change goes, not what it changes.
  return wanted
    .filter(({ name }) => name in base)
    .map(({ field, name, then }) => ({ field, now: { kind: 'held', value: shown(base[name]) }, then }));
}

const WRAPPERS = new Set(['fields', 'values']);

/** Values at their ends; the connectors' own wrapping left out. */
function leavesOf(value: unknown, path: readonly string[] = []): [readonly string[], unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, WRAPPERS.has(name) ? path : [...path, name]));
}

export function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replace(UNSEEN, inSight);
}

/** Characters that are not seen, or turn round how others are: who approves a value has to see what will be written. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;
/** Part of how words and pictures are written, and of the layout of a text. */
const ORDINARY = new Set(['\n', '\t', '\u200c', '\u200d']);
const inSight = (character: string): string =>
  ORDINARY.has(character) ? character : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** `employee.update` → `Update employee` */
export function operationInWords(operation: string): string {
  const [subject = '', act = ''] = operation.split('.');
  const words = `${act} ${subject.replaceAll('-', ' ')}`.trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
