/** One attribute of a tag; `start` and `end` delimit its raw value in the whole text. */
export type HtmlAttribute = {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
};

export type HtmlTag = {
  readonly name: string;
  readonly attributes: readonly HtmlAttribute[];
  readonly source: string;
};

const tagPattern = /<([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/g;
const attributePattern = /([^\s"'<>/=]+)(?:(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+))?/g;

/**
 * Every opening tag of an HTML text with its attributes, also inside Outlook's conditional comments, which
 * Outlook reads. No tree is built: what is between the tags, and whether they match, does not matter here.
 */
export const scanHtml = (html: string): readonly HtmlTag[] =>
  Array.from(html.matchAll(tagPattern), (tag) => {
    const [source, name = '', inside = ''] = tag;
    const offset = tag.index + 1 + name.length;
    const attributes = Array.from(inside.matchAll(attributePattern), (match): HtmlAttribute => {
      const [, attribute = '', joint = '', raw = ''] = match;
      const quoted = /^["']/.test(raw);
      const value = quoted ? raw.slice(1, -1) : raw;
      const start = offset + match.index + attribute.length + joint.length + (quoted ? 1 : 0);
      return { name: attribute.toLowerCase(), value, start, end: start + value.length, quoted };
    });
    return { name: name.toLowerCase(), attributes, source };
  });

/** The contents of all `<style>` elements. */
export const styleContents = (html: string): readonly string[] =>
  Array.from(html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi), (match) => match[1] ?? '');

/** Puts pieces of text in place of ranges; the ranges must not overlap. */
export const applyEdits = (input: {
  text: string;
  edits: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}): string => {
  let output = '';
  let done = 0;
  for (const edit of [...input.edits].sort((a, b) => a.start - b.start)) {
    output += input.text.slice(done, edit.start) + edit.text;
    done = edit.end;
  }
  return output + input.text.slice(done);
};
