import { z } from 'zod';

const attributes = z.record(z.string(), z.unknown());
const mark = z.strictObject({ type: z.string(), attrs: attributes.optional() });
const adfNode = z.strictObject({
  type: z.string(),
  attrs: attributes.optional(),
  text: z.string().optional(),
  marks: z.array(mark).optional(),
  get content(): z.ZodOptional<z.ZodArray<typeof adfNode>> {
    return z.array(adfNode).optional();
  },
});
type AdfNode = z.output<typeof adfNode>;

/** Rich text in the Atlassian Document Format, of the nodes the vendor sheet lists in section 3; saved with defaults filled in. */
export const adfDocument = z
  .strictObject({ type: z.literal('doc'), version: z.literal(1), content: z.array(adfNode) })
  .superRefine(({ content }, context) => {
    for (const message of content.flatMap((node) => faultsOf(node, BLOCKS))) context.addIssue({ code: 'custom', message });
  })
  .transform((document) => ({ ...document, content: document.content.map(normalise) }));
export type AdfDocument = z.output<typeof adfDocument>;

interface NodeRule {
  readonly children: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}
const INLINE = ['text', 'mention', 'hardBreak', 'inlineCard', 'date'];
const BLOCKS = ['paragraph', 'heading', 'bulletList', 'orderedList', 'taskList', 'table', 'panel', 'rule', 'codeBlock'];
const LISTS = ['bulletList', 'orderedList'];
const rule = (children: readonly string[], required: readonly string[] = [], optional: readonly string[] = []): NodeRule => ({
  children,
  required,
  optional: ['localId', ...optional],
});
const NODES: Readonly<Record<string, NodeRule>> = {
  paragraph: rule(INLINE),
  heading: rule(INLINE, ['level']),
  bulletList: rule(['listItem']),
  orderedList: rule(['listItem'], [], ['order']),
  listItem: rule(['paragraph', 'codeBlock', ...LISTS]),
  taskList: rule(['taskItem', 'taskList'], ['localId']),
  taskItem: rule(INLINE, ['localId', 'state']),
  table: rule(['tableRow'], [], ['isNumberColumnEnabled', 'layout', 'width', 'displayMode']),
  tableRow: rule(['tableHeader', 'tableCell']),
  tableHeader: rule(BLOCKS, [], ['colspan', 'rowspan', 'colwidth', 'background']),
  tableCell: rule(BLOCKS, [], ['colspan', 'rowspan', 'colwidth', 'background']),
  panel: rule(['paragraph', 'heading', ...LISTS], ['panelType']),
  rule: rule([]),
  codeBlock: rule(['text'], [], ['language', 'uniqueId']),
  text: rule([]),
  mention: rule([], ['id'], ['text', 'accessLevel', 'userType']),
  hardBreak: rule([], [], ['text']),
  inlineCard: rule([], ['url']),
  date: rule([], ['timestamp']),
};
const MARKS = ['strong', 'em', 'code', 'link', 'strike', 'underline'];

function faultsOf(node: AdfNode, allowed: readonly string[]): string[] {
  const known = NODES[node.type];
  if (known === undefined || !allowed.includes(node.type)) return [`node '${node.type}' may not stand here`];
  const given = Object.keys(node.attrs ?? {});
  return [
    ...known.required.filter((name) => !given.includes(name)).map((name) => `'${node.type}' lacks attribute '${name}'`),
    ...given
      .filter((name) => !known.required.includes(name) && !known.optional.includes(name))
      .map((name) => `'${node.type}' has no attribute '${name}'`),
    ...((node.type === 'text') === (node.text !== undefined && node.text.length > 0) ? [] : [`'${node.type}' has the wrong text`]),
    ...(node.marks ?? []).filter(({ type }) => !MARKS.includes(type)).map(({ type }) => `no mark '${type}'`),
    ...(node.content ?? []).flatMap((child) => faultsOf(child, known.children)),
  ];
}

/** Attributes Jira fills in on saving, which is why a description must not be compared byte for byte (vendor sheet section 7). */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  orderedList: { order: 1 },
  table: { isNumberColumnEnabled: false, layout: 'default' },
};

function normalise(node: AdfNode): AdfNode {
  const attrs = { ...DEFAULTS[node.type], ...node.attrs };
  return {
    type: node.type,
    ...(Object.keys(attrs).length > 0 && { attrs }),
    ...(node.text !== undefined && { text: node.text }),
    ...(node.marks !== undefined && { marks: node.marks }),
    ...(node.content !== undefined && { content: node.content.map(normalise) }),
  };
}

/** A paragraph a line, for seeds that give plain text. */
export const documentOfText = (text: string): AdfDocument => ({
  type: 'doc',
  version: 1,
  content: text.split('\n').map((line) => ({ type: 'paragraph', ...(line !== '' && { content: [{ type: 'text', text: line }] }) })),
});

export const textOfDocument = (document: AdfDocument): string => document.content.map(textOfNode).join('\n');
const textOfNode = ({ text, content }: AdfNode): string => text ?? (content ?? []).map(textOfNode).join('');
