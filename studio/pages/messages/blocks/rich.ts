const simple = /^(?:b|strong|i|em|u|br|p|h[1-3]|ul|ol|li)$/;
const expression = /\{\{[\s\S]*?\}\}/g;

/** Whether a text has nothing but simple formatting, so that it can be written as it looks. */
export const isSimple = (inside: string): boolean => {
  const plain = inside.replaceAll(expression, 'z');
  if (plain.includes('<!--')) return false;
  return [...plain.matchAll(/<\/?([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)].every(
    ([, name = '', rest = '']) => {
      const attributes = rest.replace(/\/$/, '').trim();
      if (name.toLowerCase() === 'a') return attributes === '' || /^href="[^"]*"$/.test(attributes);
      return simple.test(name.toLowerCase()) && attributes === '';
    },
  );
};

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');

const encoded = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A text as it is handed to a browser: what stands in braces is text there, whatever signs it has. */
export const toBrowser = (inside: string): string => inside.replaceAll(expression, (found) => encoded(found));

/** What a browser made of a text: what stands in braces as it was written. */
export const fromBrowser = (html: string): string =>
  html
    .replaceAll(/<div>(<br>)?|<\/div>/g, (found) => (found.startsWith('</') ? '' : '<br>'))
    .replaceAll(expression, (found) => decoded(found.replaceAll(/<[^>]*>/g, '')))
    .replaceAll(/\s(?:style|class)="[^"]*"/g, '');
