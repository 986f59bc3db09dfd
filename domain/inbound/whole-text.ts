/** Control characters but tab and line ends. */
const controls = /[^\P{Cc}\t\n\r]/gu;

/** The first `max` characters of a text of anybody, without what cannot be stored: NUL, control characters, half characters. */
export const wholeText = (text: string, max: number): string =>
  text
    .slice(0, max)
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(controls, '');
