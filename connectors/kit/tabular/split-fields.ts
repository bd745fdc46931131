/**
 * The fields of one record whose quotes are known to be right (see `followQuotes`): quotes taken off, doubled ones made one.
 */
export function splitFields(record: string, delimiter: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ; at += 1) {
    if (record[at] === '"') {
      const close = closingQuote(record, at + 1);
      const field = record.slice(at + 1, close);
      fields.push(field.includes('"') ? field.replaceAll('""', '"') : field);
      at = close + 1;
    } else {
      const end = record.indexOf(delimiter, at);
      fields.push(end === -1 ? record.slice(at) : record.slice(at, end));
      at = end === -1 ? record.length : end;
    }
    if (at >= record.length) return fields;
  }
}

function closingQuote(record: string, from: number): number {
  let close = record.indexOf('"', from);
  while (record[close + 1] === '"') close = record.indexOf('"', close + 2);
  return close;
}
