/** A node of Atlassian's document format, of the few kinds we write. */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hardBreak' }
  | { readonly type: 'paragraph'; readonly content: readonly Node[] };

/** Plain text as a document: an empty line begins a paragraph, a single line break stays one. Undefined where there is no text: a document may be empty, a text node may not. */
export function richText(plain: string): { type: 'doc'; version: 1; content: readonly Node[] } | undefined {
  const paragraphs = plain
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
  return paragraphs.length === 0 ? undefined : { type: 'doc', version: 1, content: paragraphs.map(paragraphOf) };
}

const paragraphOf = (text: string): Node => ({ type: 'paragraph', content: text.split('\n').flatMap(lineOf) });

const lineOf = (line: string, index: number): Node[] => [
  ...(index === 0 ? [] : [{ type: 'hardBreak' } as const]),
  ...(line === '' ? [] : [{ type: 'text', text: line } as const]),
];
