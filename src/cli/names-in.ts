/** Names somebody typed with commas between them; one with a comma in it stands in double quotes. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(/\s*"((?:[^"]|"")*)"\s*(?=,|$)|[^,]+/g)]
    .map(([all, inQuotes]) => inQuotes?.replaceAll('""', '"') ?? all.trim())
    .filter((name) => name !== '');
