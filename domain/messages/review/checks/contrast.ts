import { contrast as ratioOf } from '../../../workspace/brand.ts';
import { hexOf } from '../../look/color.ts';
import { hasDarkLook, type Scheme } from '../../look/scheme.ts';
import { type TextRun, textRuns } from '../../look/text-runs.ts';
import type { Check, Reviewed, Values } from '../check.ts';

/** WCAG 2.2, success criterion 1.4.3 (AA): so much for text, and for large text. */
const least = 4.5;
const leastLarge = 3;
const large = 24;
const largeBold = 18.66;
const shownMost = 60;

const neededBy = ({ size, isBold }: TextRun): number =>
  size >= large || (isBold && size >= largeBold) ? leastLarge : least;

/** Texts that are hard to read, each pair of colours once. */
const findIn = ({ html }: Reviewed, scheme: Scheme): readonly Values[] => {
  if (html === undefined) return [];
  const found = new Map<string, Values>();
  for (const run of textRuns({ html, scheme })) {
    if (run.ground === undefined) continue;
    const [color, ground] = [hexOf(run.color), hexOf(run.ground)];
    const ratio = ratioOf(color, ground);
    const pair = `${color} ${ground}`;
    if (ratio >= neededBy(run) || found.has(pair)) continue;
    const text = run.text.length > shownMost ? `${run.text.slice(0, shownMost)}…` : run.text;
    found.set(pair, { text, color, ground, ratio: ratio.toFixed(1), needed: String(neededBy(run)) });
  }
  return [...found.values()];
};

const hintEn = 'Make the text darker or its ground lighter, or the other way round (WCAG 2.2, AA).';
const hintEs = 'Oscurece el texto o aclara su fondo, o al revés (WCAG 2.2, AA).';

export const contrast: Check = {
  code: 'contrast',
  severity: 'warning',
  words: {
    en: {
      message: ({ text, color, ground, ratio, needed }) =>
        `“${text}” is hard to read: ${color} on ${ground} has a contrast of ${ratio}; ${needed} is needed.`,
      hint: hintEn,
    },
    es: {
      message: ({ text, color, ground, ratio, needed }) =>
        `«${text}» se lee mal: ${color} sobre ${ground} tiene un contraste de ${ratio}; hace falta ${needed}.`,
      hint: hintEs,
    },
  },
  find: (message) => findIn(message, 'light'),
};

export const darkContrast: Check = {
  code: 'dark-contrast',
  severity: 'warning',
  words: {
    en: {
      message: ({ text, color, ground, ratio, needed }) =>
        `In dark mode “${text}” is hard to read: ${color} on ${ground} has a contrast of ${ratio}; ${needed} is needed.`,
      hint: hintEn,
    },
    es: {
      message: ({ text, color, ground, ratio, needed }) =>
        `En modo oscuro «${text}» se lee mal: ${color} sobre ${ground} tiene un contraste de ${ratio}; hace falta ${needed}.`,
      hint: hintEs,
    },
  },
  find: (message) => (hasDarkLook(message.html ?? '') ? findIn(message, 'dark') : []),
};

export const noDarkLook: Check = {
  code: 'no-dark-look',
  severity: 'notice',
  words: {
    en: {
      message: () => 'The mail says nothing about dark mode; each mail program makes up colours of its own.',
      hint: 'Add `@media (prefers-color-scheme: dark)` to the head, as the starter does.',
    },
    es: {
      message: () => 'El correo no dice nada del modo oscuro; cada programa inventa sus colores.',
      hint: 'Añade `@media (prefers-color-scheme: dark)` a la cabecera, como hace la plantilla inicial.',
    },
  },
  find: ({ html }) => (html === undefined || hasDarkLook(html) ? [] : [{}]),
};
