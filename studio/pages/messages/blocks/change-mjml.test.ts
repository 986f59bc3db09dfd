import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { duplicate, insertBehind, insertInto, move, remove, setAttribute, setInside } from './change-mjml.ts';
import { attributeOf, type Element, insideOf, type Node, nodeAt, type Path, readMjml } from './mjml-tree.ts';

const starters = Object.values(
  import.meta.glob<string>('../../../../templates/messages/*/*.mjml', {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
).filter((text) => text.startsWith('<mjml>'));

/** The paths of all nodes. */
const pathsIn = (node: Node, path: Path = []): readonly Path[] => [
  path,
  ...(node.kind === 'element' ? node.children.flatMap((child, n) => pathsIn(child, [...path, n])) : []),
];
const below = (source: string): readonly Path[] => {
  const root = readMjml(source);
  return root === undefined ? [] : pathsIn(root).filter((path) => path.length > 0);
};
const elementAt = (source: string, path: Path): Element | undefined => {
  const root = readMjml(source);
  const node = root === undefined ? undefined : nodeAt(root, path);
  return node?.kind === 'element' ? node : undefined;
};

const blank = fc.constantFrom('', '\n  ', '\n', ' ');
const value = fc.constantFrom('10px', '{{fallback entry.url "https://x.example/?a>b"}}', "it's", 'á<b>');
const words = fc.constantFrom(
  'Hello {{name}}',
  '<h1>{{#if (gt a "</mj-text>")}}x{{/if}}</h1>',
  '{{!-- <mj-text> --}}',
  '<!-- </mj-text> -->',
  '',
);
const leaf = fc
  .tuple(fc.constantFrom('mj-text', 'mj-button', 'mj-raw'), fc.option(value), words)
  .map(([name, href, text]) => `<${name}${href === null ? '' : ` title="${href}"`}>${text}</${name}>`);
const piece = fc.oneof(leaf, fc.constantFrom('{{> footer}}', '<mj-divider />', '<mj-image src="a.png"/>'));
const column = fc
  .tuple(blank, fc.array(fc.tuple(piece, blank), { maxLength: 4 }))
  .map(([first, all]) => `<mj-column>${first}${all.flat().join('')}</mj-column>`);
const section = fc
  .array(fc.tuple(column, blank), { maxLength: 3 })
  .map((all) => `<mj-section padding='0'>${all.flat().join('')}</mj-section>`);
const mail = fc
  .tuple(blank, fc.array(fc.tuple(fc.oneof(section, fc.constant('{{> header}}')), blank), { maxLength: 3 }))
  .map(([first, all]) => `<mjml>\n{{> head}}${first}<mj-body>${all.flat().join('')}</mj-body>\n</mjml>\n`);

/** A mail and the place of a node in it. */
const placed = mail.chain((source) => {
  const paths = below(source);
  return fc.record({ source: fc.constant(source), path: fc.constantFrom(...paths) });
});

describe('a mail changed in blocks', () => {
  it('is read whole, whatever stands in braces and comments', () => {
    expect(starters.length).toBeGreaterThan(20);
    for (const source of starters) {
      const root = readMjml(source);
      expect(root?.start).toBe(0);
      expect(source.slice(root?.end)).toBe('\n');
    }
    fc.assert(
      fc.property(mail, (source) => {
        expect(readMjml(source)?.name).toBe('mjml');
      }),
    );
    for (const broken of ['<mjml><mj-body></mjml>', '<mjml><mj-text>', '<p>', '']) {
      expect(readMjml(broken)).toBeUndefined();
    }
  });

  it('keeps every byte beside an attribute that is set, and all of them when it is set back', () => {
    fc.assert(
      fc.property(placed, value, ({ source, path }, next) => {
        const element = elementAt(source, path);
        if (element === undefined) return;
        const before = attributeOf(source, element, 'title');
        const changed = setAttribute({ source, path, name: 'title', value: next });
        const after = elementAt(changed, path);
        expect(after === undefined ? undefined : attributeOf(changed, after, 'title')).toBe(next);
        expect(changed.startsWith(source.slice(0, element.open.start))).toBe(true);
        expect(changed.endsWith(source.slice(element.open.end))).toBe(true);
        expect(setAttribute({ source: changed, path, name: 'title', value: before })).toBe(source);
      }),
    );
  });

  it('keeps every byte beside a text that is changed', () => {
    fc.assert(
      fc.property(placed, ({ source, path }) => {
        const element = elementAt(source, path);
        if (element?.name !== 'mj-text') return;
        const changed = setInside({ source, path, inside: 'New {{name}}' });
        const after = elementAt(changed, path);
        expect(after === undefined ? '' : insideOf(changed, after)).toBe('New {{name}}');
        expect(setInside({ source: changed, path, inside: insideOf(source, element) })).toBe(source);
      }),
    );
  });

  it('has what was moved back as it was, and what was put in and taken out as well', () => {
    fc.assert(
      fc.property(placed, ({ source, path }) => {
        const down = move({ source, path, by: 1 });
        if (down !== undefined) {
          const moved = [...path.slice(0, -1), (path.at(-1) ?? 0) + 1];
          expect(move({ source: down, path: moved, by: -1 })).toBe(source);
        }
        const behind = [...path.slice(0, -1), (path.at(-1) ?? 0) + 1];
        const more = insertBehind({ source, path, piece: '<mj-spacer>\n</mj-spacer>' });
        expect(elementAt(more, behind)?.name).toBe('mj-spacer');
        expect(remove({ source: more, path: behind })).toBe(source);
        expect(remove({ source: duplicate({ source, path }), path: behind })).toBe(source);
      }),
    );
  });

  it('takes the first piece of an empty column, and a text into an element that was a single tag', () => {
    const source = '<mjml><mj-body>\n  <mj-section><mj-column></mj-column></mj-section>\n</mj-body></mjml>';
    const filled = insertInto({ source, path: [0, 0, 0], piece: '<mj-text>Hi</mj-text>' });
    expect(filled).toContain('<mj-column>\n    <mj-text>Hi</mj-text>\n  </mj-column>');
    const single =
      '<mjml><mj-body><mj-section><mj-column><mj-text /></mj-column></mj-section></mj-body></mjml>';
    expect(setInside({ source: single, path: [0, 0, 0, 0], inside: 'Hi' })).toContain(
      '<mj-text>Hi</mj-text>',
    );
  });

  it('writes quotes of a value so that they do not end it, but not those in braces', () => {
    const source = '<mjml><mj-body title="a"></mj-body></mjml>';
    const changed = setAttribute({ source, path: [0], name: 'title', value: 'b "c" {{fallback d "e"}}' });
    expect(changed).toContain('title="b &quot;c&quot; {{fallback d "e"}}"');
  });
});
