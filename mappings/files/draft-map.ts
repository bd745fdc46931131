import type { z } from 'zod';
import type { ColumnSample } from './column-sample.js';
import { draftSurveyMap } from './draft-survey-map.js';
import type { ImportAs, importMap } from './import-map.js';

export type DraftMap = z.input<typeof importMap>;

/** A first guess of what a file's columns mean, to be looked over by whoever knows the file. */
export function draftMap(as: ImportAs, name: string, samples: readonly ColumnSample[]): DraftMap {
  const columns = samples.map((sample) => sample.name);
  const find = (canonical: keyof typeof likely) => guess(columns, canonical);
  const notes = ['check: this is a first guess from the names of the columns; “CHECK …” stands where none was found'];
  const person = (canonical: keyof typeof likely) => ({ column: find(canonical), kind: 'work-email' });
  switch (as) {
    case 'survey':
      return draftSurveyMap(name, samples);
    case 'survey-aggregates':
      return {
        as,
        notes,
        survey: { key: name },
        columns: {
          field: find('field'),
          group: find('group'),
          measure: find('measure'),
          label: find('label'),
          value: find('value'),
          respondents: find('respondents'),
        },
      };
    case 'metrics': {
      // A column "unit" may be what the figure is counted in, or whose figure it is; not both.
      const unit = find('unit');
      const group = guess(
        columns.filter((column) => column !== unit),
        'group',
      );
      return { as, notes, name, columns: { name: find('metric'), group, measuredOn: find('day'), value: find('value'), unit } };
    }
    case 'criteria':
      return { as, notes, name, columns: { level: find('level'), name: find('criterion'), description: find('text') } };
    case 'guidelines':
      return { as, notes, name, columns: { cycleKey: find('cycle'), title: find('title'), text: find('text') } };
    case 'manager-notes':
      return { as, notes, name, columns: { author: person('author'), about: person('about'), notedOn: find('day'), text: find('text') } };
    case 'actions':
      return {
        as,
        notes,
        name,
        columns: {
          title: find('title'),
          owner: person('owner'),
          dueOn: find('due'),
          status: { column: find('status'), values: statusWords(samples, find('status')) },
          theme: find('theme'),
        },
      };
    case 'compensation':
      return {
        as,
        notes,
        name,
        columns: {
          person: person('employee'),
          effectiveOn: find('day'),
          base: { amount: find('amount'), currency: find('currency') },
          bandPosition: find('band'),
        },
      };
  }
}

/** What columns of each meaning are often called: the first pattern that fits any column wins. */
const likely = {
  field: [/^(field|demographic|dimension|attribute|breakdown)$/i, /demographic|dimension/i],
  group: [/^(group|category|segment|unit|team|department)$/i, /group|categor|segment|department/i],
  measure: [/^(measure|question_?id|item|code|indicator)$/i, /measure|item|question/i],
  label: [/^(label|question|text|wording)$/i, /label|text|description/i],
  value: [/^(value|score|result|percent)$/i, /value|score|result/i],
  respondents: [/^(r|n|respondents|responses|base|count)$/i, /respondent|response|count/i],
  metric: [/^(metric|name|kpi|measure)$/i, /metric|kpi|name/i],
  day: [
    /^(day|date|measured_?on|effective_?on|noted_?on|effective_?date)$/i,
    /date|day|_on$/i,
    /^valid[ _-]?from$|^(from|since)$|^effective/i,
  ],
  unit: [/^units?$/i, /unit/i],
  level: [/^(level|grade|band)$/i, /level|grade/i],
  criterion: [/^(criterion|competency|name|skill)$/i, /criteri|competenc|skill/i],
  text: [/^(text|description|note|body|guidance|details)$/i, /text|descri|note|guid/i],
  cycle: [/^(cycle|cycle_?key|period)$/i, /cycle|period/i],
  title: [/^(title|name|summary|action)$/i, /title|name|summary|action/i],
  author: [/^(author|manager|by)$/i, /author|manager/i],
  about: [/^(about|employee|subject|person)$/i, /about|employee|subject/i],
  owner: [/^(owner|assignee|responsible)$/i, /owner|assignee|responsib/i],
  due: [/^(due|due_?on|due_?date|deadline)$/i, /due|deadline/i],
  status: [/^(status|state)$/i, /status|state/i],
  theme: [/^(theme|topic|category)$/i, /theme|topic/i],
  employee: [/^(employee|person|work_?email|employee_?(id|number))$/i, /employee|person|mail/i],
  amount: [/^(amount|base|salary|base_?(salary|pay))$/i, /amount|salary|pay|base/i],
  currency: [/^(currency|currency_?code)$/i, /currenc/i],
  band: [/^(band_?position|compa_?ratio|position)$/i, /compa|band/i],
} as const satisfies Readonly<Record<string, readonly RegExp[]>>;

function guess(columns: readonly string[], canonical: keyof typeof likely): string {
  for (const pattern of likely[canonical]) {
    const found = columns.find((column) => pattern.test(column.trim()));
    if (found !== undefined) return found;
  }
  return `CHECK: which column is the ${canonical}?`;
}

const STATUS_WORDS: readonly (readonly [RegExp, string])[] = [
  [/done|complete|closed|finished/i, 'done'],
  [/progress|open|started|active/i, 'open'],
  [/drop|cancel|reject/i, 'dropped'],
  [/plan|new|to.?do|proposed/i, 'planned'],
];

function statusWords(samples: readonly ColumnSample[], column: string): Record<string, string> {
  const words = [...(samples.find(({ name }) => name === column)?.words.keys() ?? [])];
  return Object.fromEntries(words.map((word) => [word, STATUS_WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? 'CHECK']));
}
