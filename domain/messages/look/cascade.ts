import type { CheerioAPI } from 'cheerio';
import postcss, { type AtRule, type Container, type Declaration, type Document, type Rule } from 'postcss';

/** What a declaration says, and how it stands against others: `!important` first, then what comes later. */
type Said = { readonly value: string; readonly rank: number };
/** What the style elements and the element itself say of one element, by property. */
export type Declared = ReadonlyMap<string, string>;

/** `background` says the colour as well, so the two stand against each other. */
const slotOf = (property: string): string => (property === 'background' ? 'background-color' : property);

const important = 1_000_000_000;
const inline = 500_000_000;
/** A mail has no more rules than this; what comes later is not looked at. */
const rulesMost = 2000;

/** Whether a media query holds in a window so many pixels wide. */
const holds = (params: string, width: number): boolean =>
  params.split(',').some((query) => {
    if (/\bprint\b|\bnot\b|hover|orientation|resolution|pixel-ratio/i.test(query)) return false;
    return [...query.matchAll(/\((min|max)-width\s*:\s*([\d.]+)px\s*\)/gi)].every(([, side, pixels]) =>
      side?.toLowerCase() === 'min' ? width >= Number(pixels) : width <= Number(pixels),
    );
  });

const isAtRule = (node: Container | Document): node is AtRule => node.type === 'atrule';

const isShown = (rule: Rule, width: number): boolean => {
  for (
    let parent: Container | Document | undefined = rule.parent;
    parent !== undefined && parent.type !== 'root';
    parent = parent.parent
  ) {
    if (!isAtRule(parent) || parent.name !== 'media' || !holds(parent.params, width)) return false;
  }
  return true;
};

const parse = (css: string) => {
  try {
    return postcss.parse(css);
  } catch {
    // What a mail program cannot read says nothing.
    return undefined;
  }
};

const declarationsOf = (css: string): readonly Declaration[] => {
  const found: Declaration[] = [];
  parse(css)?.walkDecls((declaration) => {
    found.push(declaration);
  });
  return found;
};

/**
 * Makes the function that answers what is declared for an element of a mail, by its style elements in a window of this width and by its own
 * attribute `style`. Later rules win over earlier ones of the same importance; specificity is not weighed, as mails hardly use it.
 */
export const createCascade = (input: { $: CheerioAPI; width: number }) => {
  const { $, width } = input;
  const said = new Map<unknown, Map<string, Said>>();
  const note = (element: unknown, declaration: Declaration, at: number): void => {
    const rank = at + (declaration.important ? important : 0);
    const known = said.get(element) ?? new Map<string, Said>();
    said.set(element, known);
    const name = slotOf(declaration.prop.toLowerCase());
    if ((known.get(name)?.rank ?? -1) <= rank) known.set(name, { value: declaration.value, rank });
  };
  let order = 0;
  $('style').each((_at, element) => {
    parse($(element).text())?.walkRules((rule) => {
      order += 1;
      if (order > rulesMost || !isShown(rule, width)) return;
      const declarations = rule.nodes.flatMap((node) => (node.type === 'decl' ? [node] : []));
      try {
        const place = order;
        $(rule.selector).each((_n, found) => {
          for (const one of declarations) note(found, one, place);
        });
      } catch {
        // A selector that nobody but a mail program knows.
      }
    });
  });
  $('[style]').each((_at, element) => {
    for (const one of declarationsOf($(element).attr('style') ?? '')) note(element, one, inline);
  });
  return (element: unknown): Declared =>
    new Map([...(said.get(element) ?? [])].map(([name, { value }]) => [name, value]));
};
