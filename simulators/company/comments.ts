import { z } from 'zod';
import type { Mood } from './answers.js';
import { dailyWork } from './comment-lines/daily-work.js';
import { peopleAndDirection } from './comment-lines/people-and-direction.js';
import { rewardAndGrowth } from './comment-lines/reward-and-growth.js';
import { type Craft, departments, locations } from './organisation.js';
import type { Person } from './people.js';
import type { Random } from './random.js';
import { type Lines, POLARITIES, type Polarity, type Theme, THEMES } from './themes.js';

/** What a comment is truly about, kept beside it so that a reader's findings can be scored. */
export const commentTheme = z.object({
  responseId: z.string(),
  questionId: z.string(),
  polarity: z.enum(POLARITIES),
  themes: z.array(z.enum(THEMES)).min(1),
  /** People named in the text. */
  mentions: z.array(z.string()),
});

export type WrittenComment = Omit<z.infer<typeof commentTheme>, 'responseId'> & { text: string };

/** What has been written already: a sentence comes round again only after all others of its kind, a whole comment never. */
interface Notebook {
  readonly unused: Map<string, string[]>;
  readonly written: Set<string>;
  readonly teammates: ReadonlyMap<string, readonly Person[]>;
}

const LINES: Readonly<Record<Theme, Lines>> = { ...rewardAndGrowth, ...dailyWork, ...peopleAndDirection };
const QUESTION: Readonly<Record<Polarity, string>> = { praise: 'works-well', criticism: 'improve' };
const CLOSING: Readonly<Record<Polarity, readonly string[]>> = {
  praise: [
    'Please keep it that way.',
    'That is worth a lot to me.',
    'I hope this stays.',
    'It was different a year ago.',
    'Thank you for that.',
    'Others could learn from it.',
  ],
  criticism: [
    'Please look into this.',
    'I am not the only one who thinks so.',
    'This has come up before.',
    'It would not cost much to change.',
    'We raised it last time as well.',
    'I hope somebody reads this.',
  ],
};
const TOOLS: Readonly<Record<'technical' | 'commercial' | 'floor' | 'office', readonly string[]>> = {
  technical: ['The build server', 'Jira', 'The staging environment', 'Our internal wiki', 'The test bench'],
  commercial: ['The CRM', 'The quoting tool', 'The ticket system', 'The customer database', 'Our contract template'],
  floor: ['The stock system', 'The label printer', 'The shift planner', 'The spare parts catalogue', 'The calibration software'],
  office: ['The expense tool', 'The invoice workflow', 'The document archive', 'The HR portal', 'The booking system'],
};

export const newNotebook = (people: readonly Person[]): Notebook => ({
  unused: new Map(),
  written: new Set(),
  teammates: Map.groupBy(people, ({ team }) => team),
});

/** Answers to one or both of the open questions; the contented praise more, the others suggest more. */
export function commentOn(writer: { person: Person; mood: Mood; notebook: Notebook; random: Random }): WrittenComment[] {
  const { mood, random } = writer;
  const contentment = [...mood.values()].reduce((sum, felt) => sum + felt, 0) / mood.size - 3.4;
  const praises = random.chance(0.55 + 0.25 * contentment);
  const suggests = !praises || random.chance(0.4 - 0.2 * contentment);
  const polarities: Polarity[] = [...(praises ? (['praise'] as const) : []), ...(suggests ? (['criticism'] as const) : [])];
  return polarities.map((polarity) => fresh(() => compose(polarity, writer), writer.notebook));
}

function compose(polarity: Polarity, writer: Parameters<typeof commentOn>[0]): WrittenComment {
  const { random } = writer;
  const themes = chooseThemes(polarity, writer);
  const mentions: string[] = [];
  const sentences = themes.map((theme) => fill(nextLine(theme, polarity, writer), mentions, writer));
  if (random.chance(0.3)) sentences.push(random.pick(CLOSING[polarity]));
  return { questionId: QUESTION[polarity], polarity, themes, mentions, text: sentences.join(' ') };
}

/** Praise goes where somebody agrees most, criticism where they agree least; one in four names two things. */
function chooseThemes(polarity: Polarity, { mood, random }: Parameters<typeof commentOn>[0]): Theme[] {
  const pull = (theme: Theme) => Math.exp(0.9 * ((mood.get(theme) ?? 3) - 3.4) * (polarity === 'praise' ? 1 : -1));
  const first = random.weighted(THEMES.map((theme) => [theme, pull(theme)] as const));
  if (!random.chance(0.25)) return [first];
  return [first, random.weighted(THEMES.filter((theme) => theme !== first).map((theme) => [theme, pull(theme)] as const))];
}

function nextLine(theme: Theme, polarity: Polarity, { notebook, random }: Parameters<typeof commentOn>[0]): string {
  const drawer = `${theme} ${polarity}`;
  const left = notebook.unused.get(drawer) ?? [];
  const lines = left.length > 0 ? left : random.shuffled(LINES[theme][polarity]);
  notebook.unused.set(drawer, lines.slice(1));
  return lines[0] ?? '';
}

function fill(line: string, mentions: string[], { person, notebook, random }: Parameters<typeof commentOn>[0]): string {
  const colleagues = (notebook.teammates.get(person.team) ?? []).filter(({ id }) => id !== person.id);
  const slots: Readonly<Record<string, () => string>> = {
    tool: () => random.pick(TOOLS[surroundings(person)]),
    place: () => random.pick(locations.filter((one) => one !== 'Remote')),
    hours: () => String(random.int(46, 58)),
    months: () => random.pick(['three', 'four', 'five', 'six', 'eight', 'nine', 'ten']),
    colleague: () => {
      const colleague = random.pick(colleagues);
      mentions.push(colleague.id);
      return colleague.preferredName ?? colleague.firstName;
    },
  };
  return line
    .replace(/\{(\w+)\}/g, (_, slot: string) => {
      const value = slots[slot];
      if (value === undefined) throw new Error(`no slot called ${slot}`);
      return value();
    })
    .replace(/(?<=\w )(The|Our) /g, (article) => article.toLowerCase());
}

function surroundings({ department }: Person): keyof typeof TOOLS {
  const craft: Craft = departments.find(({ name }) => name === department)?.craft ?? 'executive';
  switch (craft) {
    case 'engineering':
    case 'data':
    case 'quality':
    case 'product':
    case 'design':
    case 'it':
    case 'security':
      return 'technical';
    case 'sales':
    case 'marketing':
    case 'success':
    case 'partnerships':
    case 'support':
      return 'commercial';
    case 'manufacturing':
    case 'supply':
    case 'field':
      return 'floor';
    default:
      return 'office';
  }
}

function fresh(write: () => WrittenComment, { written }: Notebook): WrittenComment {
  let comment = write();
  while (written.has(comment.text)) comment = write();
  written.add(comment.text);
  return comment;
}
