import { stem, wordsOf } from './words.js';

/** Verbs whose doing leaves a trace that a record could show. */
const OUTCOME_VERBS: ReadonlySet<string> = new Set(
  (
    'close resolve complete deliver finish ship fix handle launch release migrate build rebuild design implement lead own drive create ' +
    'write rewrite author introduce reduce increase improve cut save grow achieve exceed meet miss reach hit win sign sell hire onboard ' +
    'mentor coach train present publish review merge deploy automate refactor document organise organize run host coordinate ' +
    'investigate negotiate renew secure generate raise lower halve double triple eliminate establish develop produce submit attend pass fail ' +
    'earn receive contribute answer process audit test facilitate rescue replace upgrade configure decommission retire open report ' +
    'reopen migrate integrate spearhead oversee head take undertake surpass accomplish fulfil fulfill prepare analyse analyze conduct ' +
    'represent recruit interview teach roll stabilise stabilize consolidate shorten accelerate prevent restore recover'
  )
    .split(' ')
    .map(stem),
);

const IRREGULAR_PAST: ReadonlySet<string> = new Set(
  (
    'is are was were has had did does led drove wrote rewrote built rebuilt ran won met sold grew took gave made held kept sent brought taught ' +
    'began rose fell lost came went spoke spent left found paid beat oversaw undertook cut hit set put'
  ).split(' '),
);

const ADJECTIVES_IN_ED: ReadonlySet<string> = new Set(
  (
    'related detailed automated limited advanced dedicated talented skilled experienced committed motivated focused ' +
    'respected valued need speed feed indeed hundred red embed unrelated interested distributed shared complicated required supposed assigned exceed proceed succeed seed'
  ).split(' '),
);

/** Whether a word can be the verb of a clause: a past tense, a form of be or have, or an outcome verb in the present. */
export function isFiniteVerb(word: string): boolean {
  const lower = word.toLowerCase();
  if (IRREGULAR_PAST.has(lower)) return true;
  if (/^\p{L}{2,}ed$/u.test(lower)) return !ADJECTIVES_IN_ED.has(lower);
  return /^\p{L}{3,}s$/u.test(lower) && !PLURAL_NOUNS.has(lower) && OUTCOME_VERBS.has(stem(lower));
}

/** Plurals that look like a third person. */
const PLURAL_NOUNS: ReadonlySet<string> = new Set(
  'reports reviews releases designs tests audits documents leads builds runs fixes answers processes hits wins signs upgrades trains presents cuts'.split(
    ' ',
  ),
);

/** Past participles that are no past tense: they say that something happened only after "has", "was" and the like. */
const PARTICIPLES: ReadonlySet<string> = new Set('written rewritten driven taken given grown begun undertaken overseen done'.split(' '));
const AUXILIARY = /\b(?:has|have|had|was|were|been|being|got)(?:\s+(?:also|since|recently|successfully|already|not))?\s+$/iu;
const DENYING = /\b(?:did|does|do|didn['’]t|doesn['’]t|never|could|failed to|unable to)(?:\s+not)?(?:\s+\p{L}+ly)?\s+$/iu;

/** The stems of the verbs by which a text says that something was done. "To finish", "finishing" and advice to finish say no such thing. */
export function outcomeVerbsIn(text: string): string[] {
  return wordsOf(text)
    .filter(({ text: word, start }) => {
      const before = text.slice(Math.max(0, start - 40), start);
      if (PLURAL_NOUNS.has(word) || !OUTCOME_VERBS.has(stem(word))) return false;
      if (PARTICIPLES.has(word)) return AUXILIARY.test(before);
      return (isFiniteVerb(word) && !/\bto\s+$/iu.test(before)) || DENYING.test(before) || (word.endsWith('ing') && AUXILIARY.test(before));
    })
    .map(({ text: word }) => stem(word));
}
