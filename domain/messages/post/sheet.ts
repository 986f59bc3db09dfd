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
  /** Where the text begins below the address: DIN 5008 for A4, double-window envelopes No. 10 for US Letter. */
  readonly belowWindow: string;
};

const measures: Readonly<Record<Sheet['size'], Measures>> = {
  a4: { size: 'A4', width: '210mm', height: '297mm', belowWindow: '98mm' },
  'us-letter': { size: '8.5in 11in', width: '8.5in', height: '11in', belowWindow: '3.5in' },
};

const margin = '20mm';

const topOf = (sheet: Sheet): string => (sheet.window ? measures[sheet.size].belowWindow : margin);

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
<title>${title}</title>
<style>
@page{size:${measures[sheet.size].size};margin:${margin}}
@page :first{margin-top:${topOf(sheet)}}
body{margin:0;font:11pt/1.5 Georgia,"Times New Roman",serif;color:#000}
img{max-width:100%}
</style>
</head>
<body>
${body}
</body>
</html>
`;
};

/** The page of a letter as a screen shows it: a sheet with its margins, and a frame where the address is printed. */
export const sheetOnScreen = (input: { html: string; sheet: Sheet }): string => {
  const { html, sheet } = input;
  const { width, height } = measures[sheet.size];
  const place = `body::before{content:"";position:absolute;left:${margin};top:45mm;width:85mm;height:30mm;border:1px dashed #777}`;
  const style = `html{background:#e8e8e8}
body{position:relative;box-sizing:border-box;width:${width};min-height:${height};margin:16px auto;padding:${topOf(sheet)} ${margin} ${margin};background:#fff}
${sheet.window ? place : ''}`;
  return html.replace('</head>', () => `<style>\n${style}\n</style>\n</head>`);
};
