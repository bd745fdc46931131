/** Stands for the reviewed person's name wherever it stood, so that no name can change how a text is read. */
export const SUBJECT_MARK = '\u{E000}';

export interface Word {
  /** As written, in lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}\p{N}\u{E000}]+(?:['’][\p{L}]+)*/gu;

export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    text: match[0].toLowerCase().replaceAll('’', "'"),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A regular expression source (for the `u` flag) that matches a text literally, whatever white space it has. */
export const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');

/** The stems of the words that carry meaning: no stop words, no pronouns, no mark of the person. In order, with repeats. */
export function contentStems(text: string): string[] {
  return wordsOf(text)
    .filter(({ text: word }) => !STOP_WORDS.has(word) && !word.includes(SUBJECT_MARK))
    .map(({ text: word }) => stem(word));
}

/**
 * The common form of a word: a light suffix stripper, irregular past tenses undone, and near synonyms of work folded
 * together ("closed", "resolved" and "completed" are one word here). Accents are dropped.
 */
export function stem(word: string): string {
  const plain = word.normalize('NFKD').replace(/\p{M}/gu, '').replace(/'s?$/u, '');
  const stripped = strip(IRREGULAR.get(plain) ?? plain);
  return SYNONYMS.get(stripped) ?? stripped;
}

function strip(word: string): string {
  let rest = word;
  if (rest.length > 4 && rest.endsWith('ies')) rest = `${rest.slice(0, -3)}y`;
  else if (rest.length > 3 && /[^sui]s$/.test(rest)) rest = rest.slice(0, -1);
  if (rest.length > 5 && /[aiu]tion$|pletion$/.test(rest)) rest = rest.slice(0, -3);
  else if (rest.length > 5 && rest.endsWith('ing')) rest = undouble(rest.slice(0, -3));
  else if (rest.length > 4 && rest.endsWith('ied')) rest = `${rest.slice(0, -3)}y`;
  else if (rest.length > 4 && rest.endsWith('ed')) rest = undouble(rest.slice(0, -2));
  return rest.length > 3 && rest.endsWith('e') ? rest.slice(0, -1) : rest;
}

const undouble = (word: string): string => (/([bdfgmnprt])\1$/.test(word) ? word.slice(0, -1) : word);

const IRREGULAR = new Map(
  Object.entries({
    led: 'lead',
    drove: 'drive',
    driven: 'drive',
    wrote: 'write',
    written: 'write',
    rewrote: 'rewrite',
    built: 'build',
    rebuilt: 'rebuild',
    ran: 'run',
    won: 'win',
    met: 'meet',
    sold: 'sell',
    grew: 'grow',
    grown: 'grow',
    took: 'take',
    taken: 'take',
    gave: 'give',
    given: 'give',
    made: 'make',
    held: 'hold',
    kept: 'keep',
    sent: 'send',
    brought: 'bring',
    taught: 'teach',
    began: 'begin',
    begun: 'begin',
    rose: 'rise',
    risen: 'rise',
    fell: 'fall',
    fallen: 'fall',
    lost: 'lose',
    came: 'come',
    went: 'go',
    spoke: 'speak',
    spent: 'spend',
    left: 'leave',
    found: 'find',
    paid: 'pay',
    beat: 'beat',
    beaten: 'beat',
    oversaw: 'oversee',
    undertook: 'undertake',
    shrank: 'shrink',
  }),
);

const SYNONYM_GROUPS: readonly (readonly string[])[] = [
  ['complete', 'close', 'resolve', 'finish', 'deliver', 'done', 'fix'],
  ['launch', 'release', 'ship', 'introduce', 'roll'],
  ['lead', 'drive', 'head', 'spearhead', 'oversee'],
  ['write', 'author', 'draft'],
  ['mentor', 'coach'],
  ['improve', 'better', 'enhance'],
  ['reduce', 'decrease', 'cut', 'lower', 'shrink'],
  ['increase', 'raise', 'grow', 'rise', 'boost'],
  ['issue', 'ticket'],
  ['bug', 'defect'],
  ['run', 'host', 'organise', 'organize', 'hold'],
  ['build', 'create', 'develop', 'implement'],
];

const SYNONYMS = new Map(SYNONYM_GROUPS.flatMap((group) => group.map((word) => [strip(word), strip(group[0] ?? word)] as const)));

export const PRONOUNS: ReadonlySet<string> = new Set(
  'he she they him her them his hers their theirs himself herself themselves themself xe ze hir zir'.split(' '),
);

const STOP_WORDS: ReadonlySet<string> = new Set([
  ...PRONOUNS,
  ...(
    'a an the and or but if then so as at by for from in into of off on onto over to up with within without between during since until till ' +
    'through throughout across after before about around than that this these those there here it its is are was were be been being am ' +
    'has have had having do does did doing can could may might must shall should will would i me my mine we us our ours you your who ' +
    'whom which what when where why how all also just very really quite only own same too both each more most less least some any such ' +
    'not no nor never none successfully personally again out well while per'
  ).split(' '),
]);
