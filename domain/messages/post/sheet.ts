import { isRightToLeft } from '../locales.ts';

/** The sheets that letters are printed on. */
export const sheetSizes = ['a4', 'us-letter'] as const;

/** The sheet of a letter, and whether the place of the address on its first page stays empty. */
export type Sheet = { readonly size: (typeof sheetSizes)[number]; readonly window: boolean };

/** The usual sheet. */
export const usualSheet: Sheet = { size: 'a4', window: true };

type Measures = {
  readonly size: string;
  readonly width: string;
  readonly height: string;
  readonly window: string;
};

/** Where the text begins below the address: DIN 5008 for A4, double-window envelopes No. 10 for US Letter. */
const measures: Readonly<Record<Sheet['size'], Measures>> = {
  a4: { size: 'A4', width: '210mm', height: '297mm', window: '98mm' },
  'us-letter': { size: '8.5in 11in', width: '8.5in', height: '11in', window: '3.5in' },
};

const margin = '20mm';

const styleOf = (sheet: Sheet): string => {
  const { size, width, height, window } = measures[sheet.size];
  const top = sheet.window ? window : margin;
  const print = `@page{size:${size};margin:${margin}}\n@page :first{margin-top:${top}}`;
  const text = 'body{margin:0;font:11pt/1.5 Georgia,"Times New Roman",serif;color:#000}\nimg{max-width:100%}';
  // On a screen the letter is a sheet that shows where the address stands.
  const shown = `@media screen{
html{background:#e8e8e8}
body{position:relative;box-sizing:border-box;width:${width};min-height:${height};margin:16px auto;padding:${top} ${margin} ${margin};background:#fff;box-shadow:0 1px 6px #0004}
${sheet.window ? `body::before{content:"";position:absolute;left:${margin};top:45mm;width:85mm;height:30mm;border:1px dashed #999}` : ''}
}`;
  return `${print}\n${text}\n${shown}`;
};

/** The whole page of a letter around the body that its author wrote: language, direction, sheet and margins. */
export const sheetAround = (input: {
  body: string;
  /** What stands in `<title>`. */
  title: string;
  locale: string;
  sheet: Sheet;
}): string => {
  const { body, title, locale, sheet } = input;
  const direction = isRightToLeft(locale) ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
${styleOf(sheet)}
</style>
</head>
<body>
${body}
</body>
</html>
`;
};
