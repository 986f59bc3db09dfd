import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { feedRows } from './read/feed-rows.ts';
import type { FilePlace, FileRow } from './read/read-rows.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; at += size) yield characters.slice(at, at + size).join('');
}

const start: FilePlace = { offset: 0, line: 1 };
const rowsIn = async (input: {
  text: string;
  from?: FilePlace;
  size?: number;
  feed?: 'rss' | 'atom';
}): Promise<FileRow[]> => {
  const { text, from = start, size = 7, feed = 'rss' } = input;
  const rows: FileRow[] = [];
  const texts = pieces(Buffer.from(text).subarray(from.offset).toString(), size);
  for await (const row of feedRows({ texts, feed, from })) rows.push(row);
  return rows;
};
const fieldsOf = ({ row }: FileRow) => (row.kind === 'fields' ? Object.fromEntries(row.fields) : {});

const rss = (items: string): string =>
  `<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n<title>Shop</title>\n${items}</channel>\n</rss>\n`;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('a product feed', () => {
  it('has the fields of its items, by their names without a prefix; the prefixed one counts', async () => {
    const items = `<item><title>Pot</title><g:title>Stone pot</g:title><g:id>7</g:id>
      <g:product_type>Pots</g:product_type><g:product_type>Gifts</g:product_type>
      <link>https://shop.example/7?a=1&amp;b=2</link><description><![CDATA[<b>Big</b> & </item>]]></description>
      <g:shipping><g:country>ES</g:country></g:shipping><!-- <item> --></item>`;
    expect((await rowsIn({ text: rss(items) })).map(fieldsOf)).toEqual([
      {
        title: ['Stone pot'],
        id: ['7'],
        product_type: ['Pots', 'Gifts'],
        link: ['https://shop.example/7?a=1&b=2'],
        description: ['<b>Big</b> & </item>'],
      },
    ]);
  });

  it('of Atom has its links in attributes', async () => {
    const text = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>
      <entry><g:id>7</g:id><title>Pot</title><link href="https://shop.example/7"/></entry></feed>`;
    expect((await rowsIn({ text, feed: 'atom' })).map(fieldsOf)).toEqual([
      { id: ['7'], title: ['Pot'], link: ['https://shop.example/7'] },
    ]);
  });

  it('goes on behind any item as if it had been read from the start, wherever its pieces end', async () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom(...Array.from('añ€🪴<&> \n"x')) });
    const item = fc
      .tuple(word, word)
      .map(([a, b]) => `<item>\n<g:id>x${escaped(a)}</g:id><t a="1">${escaped(b)}</t></item>\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (items, size) => {
          const text = rss(items.join(''));
          const all = await rowsIn({ text, size });
          expect(all).toHaveLength(items.length);
          for (const [index, { after }] of all.entries())
            expect(await rowsIn({ text, from: after })).toEqual(all.slice(index + 1));
        },
      ),
      { numRuns: 40 },
    );
  });

  const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>`;
  it.each([
    ['a document type', `${bomb}${rss('<item><id>1</id></item>')}`, /Line \d+: .*document type/],
    ['an entity of its own', rss('<item><id>&lol2;</id></item>'), /not well-formed/],
    ['an outer file', rss('<item><id>&xxe;</id></item>'), /not well-formed/],
    ['a tag that is not closed', '<rss><channel><item><id>1</item>', /not well-formed/],
    ['an end in the middle', '<rss><channel><item><id>1</id>', /not well-formed/],
    ['an item that is too long', rss(`<item><id>${'y'.repeat(600 * 1024)}</id></item>`), /more than 512 KB/],
    [
      'many fields that are too long',
      rss(`<item>${`<a>${'y'.repeat(900)}</a>`.repeat(700)}</item>`),
      /more than 512 KB/,
    ],
  ])('with %s is refused, with the line', async (_name, text, message) => {
    const thrown = await rowsIn({ text, size: 50_000 }).catch((one: unknown) => one);
    expect(String(thrown)).toMatch(message);
  });
});
