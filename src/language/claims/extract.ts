import { findActor, type Voices } from './actors.js';
import type { Claim, DateMention, EntityMention, NumberMention } from './claim.js';
import { extractDates, type YearOf } from './dates.js';
import { extractEntities } from './entities.js';
import { extractNumbers } from './numbers.js';
import { isNegated } from './polarity.js';
import { asSentence, type Insertion, insertionsIn, withoutInsertions } from './insertions.js';
import { named, type NamedBefore, NOBODY, stillMeant, timesOf } from './named-before.js';
import { type Span, splitClauses, splitSentences } from './sentences.js';
import { hideTitles, maskSubject } from './subject-mask.js';
import { outcomeVerbsIn } from './verbs.js';

export interface ReadingContext {
  /** Names the reviewed person goes by in the text; with none, any person named as doer is taken to be that person. */
  readonly subjectNames?: readonly string[];
  /** The person's family name, where nobody else is known by it. */
  readonly familyName?: string | undefined;
  readonly isByTheSubject?: boolean;
  readonly knownProjects?: readonly string[];
  readonly yearOf?: YearOf;
}

/** A claim with the words it was read from, and the scope its sentence gives to clauses that name none. */
export interface ReadClaim {
  readonly claim: Claim;
  /** The clause without the person's name, and without what is put in. */
  readonly masked: string;
  /** The same without quoted titles: what the clause itself states. */
  readonly statement: string;
  /** The whole sentence it is part of. */
  readonly sentence: string;
  readonly sentenceDates: readonly DateMention[];
  readonly sentenceEntities: readonly EntityMention[];
  /** What is put in, in this clause or another one of its sentence. */
  readonly insertions: readonly Insertion[];
  /** Whether it is itself put in. */
  readonly isAside: boolean;
  /** What the sentence before says that this one may be about: who else, and when. */
  readonly namedBefore: NamedBefore;
}

/** The clauses of a review as typed claims. Positions are those of the text as given. */
export const extractClaims = (text: string, context: ReadingContext = {}): Claim[] => readClaims(text, context).map(({ claim }) => claim);

export function readClaims(text: string, context: ReadingContext = {}): ReadClaim[] {
  const masked = maskSubject(text, context.subjectNames ?? [], context.familyName);
  const knownProjects = context.knownProjects ?? [];
  const voices: Voices = {
    isSubjectNamed: (context.subjectNames ?? []).some((name) => name.trim() !== ''),
    isByTheSubject: context.isByTheSubject ?? false,
    things: new Set(knownProjects.map((name) => name.toLowerCase())),
  };
  let before = NOBODY;
  return splitSentences(hideTitles(masked)).flatMap((sentence) => {
    const atFirst = before;
    const parts = partsOf(sentence, masked, context);
    const read = parts.map(({ clause, own, ...scope }): ReadClaim => {
      const claim = readClause(clause, own, context, knownProjects, voices);
      const namedBefore = before;
      before = scope.isAside ? before : named({ claim, statement: clause.text }, before);
      return {
        claim: { ...claim, text: text.slice(clause.start, clause.end) },
        masked: own,
        statement: clause.text,
        namedBefore,
        ...scope,
      };
    });
    const said = read.filter(({ isAside }) => !isAside);
    before = { ...said.reduce((who, one) => named(one, who), stillMeant(sentence.text, atFirst)), times: timesOf(parts) };
    return read.filter(({ isAside, claim }) => !isAside || saysAmount(claim));
  });
}

type Part = Pick<ReadClaim, 'sentence' | 'sentenceDates' | 'sentenceEntities' | 'insertions' | 'isAside'> & {
  readonly clause: Span;
  readonly own: string;
};

/** The clauses of a sentence, read without what is put in; and what is put in about the person, as clauses of their own. */
function partsOf(sentence: Span, masked: string, { yearOf, knownProjects = [] }: ReadingContext): Part[] {
  const insertions = insertionsIn(sentence, knownProjects, yearOf);
  const text = withoutInsertions(sentence, insertions);
  const whole = withoutInsertions({ ...sentence, text: masked.slice(sentence.start, sentence.end) }, insertions);
  const sentenceDates = extractDates(text, yearOf);
  const sentenceEntities = extractEntities(text, knownProjects, sentenceDates);
  const clauses = splitClauses({ ...sentence, text }).map((clause) => ({
    clause,
    own: whole.slice(clause.start - sentence.start, clause.end - sentence.start),
    sentence: sentence.text,
    sentenceDates,
    sentenceEntities,
    insertions,
    isAside: false,
  }));
  const asides = insertions
    .filter(({ isOfSubject }) => isOfSubject)
    .flatMap((insertion) => {
      const said = asSentence(insertion);
      const titled = asSentence({ ...insertion, text: masked.slice(insertion.start, insertion.end) }).text;
      return splitClauses(said).map((clause) => ({
        clause,
        own: titled.slice(clause.start - said.start, clause.end - said.start),
        sentence: said.text,
        sentenceDates: extractDates(said.text, yearOf),
        sentenceEntities: [],
        insertions: [],
        isAside: true,
      }));
    });
  return [...clauses, ...asides];
}

/** What is put in is mostly known to everybody; a number, or the name of a piece of work, is a claim like any other. */
const saysAmount = ({ isCheckable, numbers, entities }: Claim): boolean =>
  isCheckable && (numbers.length > 0 || entities.some(({ kind }) => kind === 'issue-key' || kind === 'title'));

function readClause(clause: Span, masked: string, { yearOf }: ReadingContext, knownProjects: readonly string[], voices: Voices): Claim {
  const dates = extractDates(clause.text, yearOf);
  const entities = extractEntities(masked, knownProjects, dates);
  const keys = entities.filter(({ kind }) => kind === 'issue-key' || kind === 'title');
  const numbers = extractNumbers(clause.text, [...dates, ...keys]);
  const actor = findActor(clause.text, voices);
  const parts = { text: clause.text, numbers, dates, entities, hasOutcome: outcomeVerbsIn(clause.text).length > 0, actor };
  const { type, isCheckable } = classify(parts);
  const shift = <Mention extends { start: number; end: number }>(mention: Mention): Mention => ({
    ...mention,
    start: mention.start + clause.start,
    end: mention.end + clause.start,
  });
  return {
    text: clause.text,
    start: clause.start,
    end: clause.end,
    type,
    numbers: numbers.map(shift),
    dates: dates.map(shift),
    entities: entities.map(shift),
    actor,
    isCheckable,
    isNegated: isNegated(clause.text),
  };
}

const PLAN =
  /\b(?:will|shall|plans? to|planning to|intends? to|going to|aims? to|wants? to|hopes? to|would (?:like|benefit|encourage|recommend|love)|needs? to|should|could (?:improve|work|focus|benefit)|next (?:quarter|year|cycle|half|period|steps?)|i (?:expect|hope|recommend|suggest)|look(?:ing)? forward)\b/iu;
const COMPARISON =
  /\b(?:best|worst|strongest|weakest|fastest|slowest|top[- ]perform\p{L}+|number one|second to none|unmatched|outperform\p{L}*|(?:more|fewer|less|better|faster|higher|lower|worse|quicker) (?:\p{L}+ ){0,3}than (?!(?:\d|half|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|a hundred|a dozen))|the most|the least|than any(?:one|body)?)\b/iu;
const CAUSAL =
  /\b(?:led to|lead to|leading to|result(?:ed|ing)? in|because|caus(?:ed|ing)|thanks to|due to|thereby|so that|which (?:reduced|increased|improved|saved|cut|led|helped|allowed))\b/iu;
const FREQUENCY =
  /\b(?:always|never|every (?:time|single|week|month|sprint|deadline|day|goal|quarter)|each (?:time|week|sprint)|constantly|consistently|regularly|often|rarely|seldom|frequently|without fail|all (?:the )?(?:time|deadlines|goals)|usually|typically)\b/iu;
const JUDGEMENT =
  /\b(?:great|good|excellent|outstanding|amazing|strong|weak|poor|fantastic|wonderful|exceptional|impressive|brilliant|solid|superb|terrific|positive|negative|valuable|talented|reliable|dependable|hard-?working|smart|kind|helpful|friendly|pleasant|nice|passionate|proactive|thoughtful|creative|impactful|meaningful|remarkable|phenomenal|incredible|huge|significant(?:ly)?|abrasive|emotional|aggressive|difficult|rockstar|natural|pleasure|joy|asset|role model|high[- ]quality|really|truly|i (?:think|feel|believe))\b/iu;
const VAGUE =
  /\b(?:what (?:we|i|was|is|were|had|has|the|he|she|they|it)\b|expectations?|expected|the standards?|the bar|potential|everything|whatever|a lot|the best|commitments?|problems?|responsibilit\p{L}+|initiative|feedback)\b/iu;
/** A state that a record could show. */
export const UNFINISHED =
  /\b(?:still (?:open|in progress|pending|ongoing|unfinished)|(?:is|are|was|were|remains?|left) (?:still )?(?:open|in progress|unfinished|incomplete|pending|overdue)|never (?:\p{L}+ )?(?:finished|completed|delivered|done|closed))\b/iu;
const OWNERSHIP = new Set(['lead', 'own', 'build', 'write', 'design', 'initiat', 'launch', 'establish', 'produc']);

interface ClauseParts {
  readonly text: string;
  readonly numbers: readonly NumberMention[];
  readonly dates: readonly DateMention[];
  readonly entities: readonly EntityMention[];
  readonly hasOutcome: boolean;
}

/** A trait, a judgement without a number, date or named thing, or an intention is no matter of record. */
function classify({ text, numbers, dates, entities, hasOutcome }: ClauseParts): { type: Claim['type']; isCheckable: boolean } {
  const isSpecific = numbers.length > 0 || dates.length > 0 || entities.some(({ kind }) => kind !== 'name');
  const isVague = VAGUE.test(text) && numbers.length === 0 && entities.length === 0; // "met what we had agreed in January"
  const isJudged = isVague || JUDGEMENT.test(text);
  const isConcrete =
    numbers.length > 0 ||
    UNFINISHED.test(text) ||
    (hasOutcome && !isVague && (isSpecific || entities.length > 0 || !isJudged)) ||
    (isSpecific && !isJudged);
  if (PLAN.test(text)) return { type: 'plan', isCheckable: false };
  if (COMPARISON.test(text)) return { type: 'comparison', isCheckable: numbers.length > 0 || hasOutcome };
  if (CAUSAL.test(text) && isConcrete) return { type: 'causal', isCheckable: true };
  if (numbers.length > 0) return { type: 'quantitative', isCheckable: true };
  if (FREQUENCY.test(text) || /\b(?:no|any) deadlines?\b/iu.test(text)) return { type: 'frequency', isCheckable: hasOutcome };
  if (!isConcrete) return { type: 'opinion', isCheckable: false };
  return { type: outcomeVerbsIn(text).some((verb) => OWNERSHIP.has(verb)) ? 'attribution' : 'event', isCheckable: true };
}
