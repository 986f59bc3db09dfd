import { load } from 'cheerio';

import { createCascade, type Declared } from './cascade.ts';
import { type Color, over, readColor } from './color.ts';
import { inScheme, type Scheme } from './scheme.ts';

/** A piece of text as it is seen. */
export type TextRun = {
  readonly text: string;
  readonly color: Color;
  /** Undefined over a picture, whose colours nobody knows. */
  readonly ground: Color | undefined;
  /** Pixels. */
  readonly size: number;
  readonly isBold: boolean;
};

type Look = Omit<TextRun, 'text'>;

const width = 640;
const runsMost = 2000;
const unseen = new Set(['script', 'style', 'head', 'title', 'template', 'noscript']);
const bold = 700;
/** What the DOM calls a text. */
const textNode = 3;

/** What mail programs show where a mail says nothing. */
const plain: Readonly<Record<Scheme, Look>> = {
  light: { color: [0, 0, 0, 1], ground: [255, 255, 255, 1], size: 16, isBold: false },
  dark: { color: [255, 255, 255, 1], ground: [18, 18, 18, 1], size: 16, isBold: false },
};

const sizeOf = (css: string | undefined, outer: number): number => {
  const [, amount = '', unit = ''] = /^([\d.]+)(px|pt|em|rem|%)?$/.exec(css?.trim() ?? '') ?? [];
  const value = Number.parseFloat(amount);
  if (Number.isNaN(value)) return outer;
  const factor = new Map([
    ['pt', 4 / 3],
    ['em', outer],
    ['rem', 16],
    ['%', outer / 100],
  ]).get(unit);
  return value * (factor ?? 1);
};

const isBoldOf = (css: string | undefined, outer: boolean): boolean => {
  if (css === undefined || css === 'inherit') return outer;
  return css.startsWith('bold') || Number(css) >= bold;
};

const groundOf = (input: { declared: Declared; attribute: string | undefined; outer: Look }) => {
  const { declared, attribute, outer } = input;
  const said = declared.get('background-color') ?? attribute ?? '';
  if (/url\(/i.test(`${said} ${declared.get('background-image') ?? ''}`)) return undefined;
  const color = [said, ...said.split(/\s+/)].map(readColor).find((one) => one !== undefined);
  if (color === undefined) return outer.ground;
  if (color[3] === 1) return color;
  return outer.ground === undefined ? undefined : over(color, outer.ground);
};

const colorOf = (input: { own: Color | undefined; ground: Color | undefined; outer: Look }): Color => {
  const { own, ground, outer } = input;
  if (own === undefined) return outer.color;
  return ground === undefined ? own : over(own, ground);
};

const isHidden = (declared: Declared): boolean =>
  declared.get('display') === 'none' ||
  declared.get('visibility') === 'hidden' ||
  declared.get('opacity') === '0' ||
  sizeOf(declared.get('font-size'), 16) === 0;

/** Every piece of text of a mail that is seen in a scheme, in its order, with its colours. */
export const textRuns = (input: { html: string; scheme: Scheme }): readonly TextRun[] => {
  const $ = load(inScheme(input.html, input.scheme));
  const declaredOf = createCascade({ $, width });
  const runs: TextRun[] = [];
  const walk = (node: ReturnType<typeof $>, outer: Look): void => {
    for (const child of node.contents().toArray()) {
      if (runs.length >= runsMost) return;
      if ('data' in child && child.nodeType === textNode) {
        const text = child.data.replaceAll(/[\s\u{34F}\u{200B}-\u{200F}\u{FEFF}]+/gu, ' ').trim();
        if (text !== '') runs.push({ text, ...outer });
      } else if ('attribs' in child && !unseen.has(child.name)) {
        const declared = declaredOf(child);
        if (isHidden(declared)) continue;
        const tag = $(child);
        const ownColor = readColor(declared.get('color') ?? tag.attr('color') ?? '');
        const ground = groundOf({ declared, attribute: tag.attr('bgcolor'), outer });
        const isStrong = child.name === 'b' || child.name === 'strong' || /^h[1-6]$/.test(child.name);
        walk(tag, {
          ground,
          color: colorOf({ own: ownColor, ground, outer }),
          size: sizeOf(declared.get('font-size'), outer.size),
          isBold: isBoldOf(declared.get('font-weight'), outer.isBold || isStrong),
        });
      }
    }
  };
  walk($.root(), plain[input.scheme]);
  return runs;
};
