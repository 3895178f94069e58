import { createReadStream } from 'node:fs';

/**
 * Reads a table of comma-separated values with a header (RFC 4180: quoted fields may hold commas, quotes and new lines),
 * row by row, so that the biggest file of a feed needs little memory.
 */
export async function* readTable(file: string): AsyncGenerator<Record<string, string>> {
  let header: string[] | undefined;
  for await (const row of rows(createReadStream(file, 'utf8') as AsyncIterable<string>)) {
    if (!header) header = row.map((name, index) => (index === 0 ? name.replace(/^\uFEFF/, '') : name).trim());
    else if (row.length > 1 || row[0] !== '') {
      yield Object.fromEntries(header.map((name, index) => [name, (row[index] ?? '').trim()]));
    }
  }
}

async function* rows(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  let wasQuote = false;
  for await (const chunk of chunks) {
    for (const character of chunk) {
      if (isQuoted && !wasQuote) {
        if (character === '"') wasQuote = true;
        else field += character;
        continue;
      }
      if (wasQuote && character === '"') {
        // Two quotes within a quoted field stand for one
        field += '"';
        wasQuote = false;
        continue;
      }
      if (wasQuote) [isQuoted, wasQuote] = [false, false];
      if (character === '"' && field === '') isQuoted = true;
      else if (character === ',') {
        row.push(field);
        field = '';
      } else if (character === '\n') {
        yield [...row, field];
        [row, field] = [[], ''];
      } else if (character !== '\r') field += character;
    }
  }
  if (field !== '' || row.length > 0) yield [...row, field];
}
