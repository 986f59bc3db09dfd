/** Elements of MJML whose content is text or HTML, which comes into the mail as it stands. */
const contentElements: ReadonlySet<string> = new Set([
  'mj-accordion-text',
  'mj-accordion-title',
  'mj-button',
  'mj-html-attribute',
  'mj-navbar-link',
  'mj-preview',
  'mj-raw',
  'mj-social-element',
  'mj-style',
  'mj-table',
  'mj-text',
  'mj-title',
]);

/** Elements of MJML that take other elements or nothing; MJML drops text that stands in them. */
const layoutElements: ReadonlySet<string> = new Set([
  'mj-accordion',
  'mj-accordion-element',
  'mj-attributes',
  'mj-body',
  'mj-breakpoint',
  'mj-carousel',
  'mj-carousel-image',
  'mj-column',
  'mj-divider',
  'mj-font',
  'mj-group',
  'mj-head',
  'mj-hero',
  'mj-html-attributes',
  'mj-image',
  'mj-navbar',
  'mj-section',
  'mj-selector',
  'mj-social',
  'mj-spacer',
  'mj-wrapper',
  'mjml',
]);

/** Every element of MJML that a message may have; `mj-include` is refused elsewhere. */
export const mjmlElements: readonly string[] = [...contentElements, ...layoutElements].sort();

/** Elements of which a parent keeps one: of several, MJML takes one and drops the rest. */
export const onlyOnce: ReadonlySet<string> = new Set([
  'mj-body',
  'mj-breakpoint',
  'mj-head',
  'mj-preview',
  'mj-title',
]);

/** The attributes of the root; MJML drops others without a word. */
export const rootAttributes: ReadonlySet<string> = new Set(['dir', 'lang', 'owa']);

/** HTML elements without content and end tag. */
export const voidElements: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);

/** HTML elements that end with their parent or at the next of their kind, when nobody writes their end tag. */
export const optionalEnds: ReadonlySet<string> = new Set([
  'colgroup',
  'dd',
  'dt',
  'li',
  'optgroup',
  'option',
  'p',
  'rp',
  'rt',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
]);

/** What an element is to the text in it. */
export type ElementKind = 'content' | 'layout' | 'unknown';

/** What an element of MJML is to the text in it; `unknown` when MJML has none of that name. */
export const mjmlKind = (name: string): ElementKind => {
  if (contentElements.has(name)) return 'content';
  return layoutElements.has(name) ? 'layout' : 'unknown';
};
