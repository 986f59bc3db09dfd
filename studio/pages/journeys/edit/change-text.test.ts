import * as fc from 'fast-check';
import { findNodeAtLocation } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';

import { graphOf } from '../picture/graph.ts';
import { outlineOf } from '../outline.ts';
import { freeId, insertStep, moveStep, placesOf, removeStep } from './change-text.ts';
import { readJson, setAt } from '../../../parts/editor/splice-json.ts';

const files = Object.values(
  import.meta.glob<string>(['../../../../templates/journeys/*.json', '!**/*.test.json'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
);

const read = (text: string) => {
  const found = readJson(text);
  if (found === undefined) throw new Error(`no JSON: ${text}`);
  return found;
};

/** The same journey in layouts that people and programs write. */
const layouts = [
  (text: string) => text,
  (text: string) => JSON.stringify(JSON.parse(text)),
  (text: string) => JSON.stringify(JSON.parse(text), undefined, '\t'),
  (text: string) => text.replaceAll('\n', '\r\n'),
  (text: string) => text.replaceAll('": ', '"  :   ').replaceAll('},', '} ,\n\n'),
];

/** A file, laid out in some way, and one of its steps. */
const cases = fc
  .tuple(fc.constantFrom(...files), fc.constantFrom(...layouts), fc.nat())
  .map(([file, layout, pick]) => {
    const text = layout(file);
    const places = [...placesOf(read(text).value)];
    const [id, path] = places[pick % places.length] ?? ['', []];
    return { text, id, path, ids: places.map(([one]) => one) };
  });

const nodeAt = (text: string, path: readonly (string | number)[]) => {
  const node = findNodeAtLocation(read(text).tree, [...path]);
  if (node === undefined) throw new Error(`nothing at ${path.join('.')}`);
  return { from: node.offset, to: node.offset + node.length };
};

/** What the picture shows of a text. */
const picture = (text: string) => {
  const { value } = read(text);
  const steps = typeof value === 'object' && value !== null && 'steps' in value ? value.steps : [];
  return graphOf(outlineOf(steps));
};

const written = (text: string, path: readonly (string | number)[]): string => {
  const { from, to } = nodeAt(text, path);
  return text.slice(from, to);
};

describe('a change in the picture', () => {
  it('of a field leaves every byte outside the step, and takes what it says', () => {
    fc.assert(
      fc.property(cases, fc.string(), ({ text, path }, note) => {
        const { from, to } = nodeAt(text, path);
        const changed = setAt({ text, path: [...path, 'note'], value: note });
        expect(changed.startsWith(text.slice(0, from))).toBe(true);
        expect(changed.endsWith(text.slice(to))).toBe(true);
        expect(JSON.parse(written(changed, path))).toEqual({ ...JSON.parse(text.slice(from, to)), note });
      }),
    );
  });

  it('that puts a step behind another keeps all others as they are written, and the picture has it', () => {
    fc.assert(
      fc.property(cases, ({ text, id, path, ids }) => {
        const added = freeId('wait', new Map(ids.map((one) => [one, one])));
        const changed = insertStep({ text, path, step: { id: added, type: 'wait', for: '1 day' } });
        const after = placesOf(read(changed).value);
        expect([...after.keys()].toSorted()).toEqual([...ids, added].toSorted());
        for (const one of ids.filter((other) => other !== id)) {
          const [before, now] = [placesOf(read(text).value).get(one) ?? [], after.get(one) ?? []];
          // A step around the new one changes within.
          if (path.join('.').startsWith(before.join('.'))) continue;
          expect(written(changed, now)).toBe(written(text, before));
        }
        expect(picture(changed).nodes.map((node) => node.id)).toContain(added);
        const back = removeStep({ text: changed, path: after.get(added) ?? [] });
        expect(read(back).value).toEqual(read(text).value);
      }),
    );
  });

  it('that removes a step removes nothing else', () => {
    fc.assert(
      fc.property(cases, ({ text, path }) => {
        const changed = removeStep({ text, path });
        const gone = new Set(placesOf({ steps: [JSON.parse(written(text, path))] }).keys());
        const left = [...placesOf(read(text).value).keys()].filter((one) => !gone.has(one));
        expect([...placesOf(read(changed).value).keys()]).toEqual(left);
      }),
    );
  });

  it('that moves a step swaps two texts, and back is what it was, byte for byte', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1 as const, -1 as const), ({ text, id, path }, by) => {
        const moved = moveStep({ text, path, by });
        if (moved === undefined) return;
        expect(moved).toHaveLength(text.length);
        const now = placesOf(read(moved).value).get(id) ?? [];
        expect(now.at(-1)).toBe(Number(path.at(-1)) + by);
        expect(moveStep({ text: moved, path: now, by: by === 1 ? -1 : 1 })).toBe(text);
      }),
    );
  });

  it('says nothing of a text that is no JSON', () => {
    expect(readJson('{ "a": ')).toBeUndefined();
    expect(moveStep({ text: '{', path: ['steps', 0], by: 1 })).toBeUndefined();
  });
});
