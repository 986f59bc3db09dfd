import { suggest } from '../../documents/nearest.ts';
import type { MarkupReport } from './markup-fault.ts';
import { mjmlElements, mjmlKind, onlyOnce, rootAttributes, voidElements } from './mjml-elements.ts';
import type { Frame, OpenElements } from './open-elements.ts';
import type { OpenTag } from './read-tokens.ts';

type Place = {
  readonly text: string;
  readonly open: OpenElements;
  readonly report: MarkupReport;
};

const isMjml = (name: string): boolean => name === 'mjml' || name.startsWith('mj-');

/** How a tag's name is written; MJML loses the content of elements whose name is not in lower case. */
const checkCase = ({ text, report }: Place, tag: { name: string; start: number; skip: number }): void => {
  const from = tag.start + tag.skip;
  const written = text.slice(from, from + tag.name.length);
  if (!isMjml(tag.name) || written === tag.name) return;
  report.add({
    code: 'tag-case',
    at: tag.start,
    message: `\`${written}\` is not in lower case; MJML would lose what stands in it.`,
    hint: `Write \`${tag.name}\`.`,
  });
};

const checkRoot = ({ report }: Place, tag: OpenTag, roots: number): void => {
  if (tag.name !== 'mjml' || roots > 0) {
    report.add({
      code: 'outside-root',
      at: tag.start,
      message: `\`<${tag.name}>\` stands outside of the one \`<mjml>\` of a mail, and would be left out.`,
      hint: 'Put it between `<mjml>` and `</mjml>`.',
    });
    return;
  }
  for (const { name, start } of tag.attributes.filter((one) => !rootAttributes.has(one.name))) {
    const hint = suggest({ word: name, known: rootAttributes, none: '' });
    report.add({
      code: 'unknown-attribute',
      at: start,
      message: `\`<mjml>\` has no attribute \`${name}\`.`,
      hint,
    });
  }
};

const checkOnce = ({ report }: Place, tag: OpenTag, parent: Frame): void => {
  if (!onlyOnce.has(tag.name)) return;
  if (parent.once.has(tag.name)) {
    report.add({
      code: 'repeated-element',
      at: tag.start,
      message: `There are two \`<${tag.name}>\`; only one of them would be used.`,
      hint: 'Make one of the two.',
    });
  }
  parent.once.add(tag.name);
};

/** A tag in a text: MJML does not read it, and HTML knows no `<div/>`. */
const checkInContent = ({ open, report }: Place, tag: OpenTag, parent: Frame): void => {
  const { name, start } = tag;
  if (isMjml(name)) {
    report.add({
      code: 'misplaced-element',
      at: start,
      message: `\`<${name}>\` stands inside the \`<${parent.name}>\` of ${report.lineOf(parent.at)}, where MJML reads no elements.`,
      hint: `Write \`</${parent.name}>\` before it.`,
    });
  }
  const isForeign = name.includes(':') || open.all().some((one) => one.name === 'svg' || one.name === 'math');
  if (tag.selfClosing && !isMjml(name) && !voidElements.has(name) && !isForeign) {
    report.add({
      code: 'self-closing-tag',
      at: start,
      message: `\`<${name}/>\` closes nothing in HTML: what follows would stand inside it.`,
      hint: `Write \`<${name}></${name}>\`.`,
    });
  }
};

/** A tag between elements of MJML: only MJML's own may stand there. */
const checkInLayout = ({ report }: Place, tag: OpenTag, parent: Frame): void => {
  const { name, start } = tag;
  if (parent.name === 'mj-attributes') return;
  if (!isMjml(name)) {
    report.add({
      code: 'misplaced-html',
      at: start,
      message: `\`<${name}>\` is HTML and stands in \`<${parent.name}>\`, where it would be left out.`,
      hint: 'Put it into `<mj-text>`, `<mj-table>` or `<mj-raw>`.',
    });
  } else if (mjmlKind(name) === 'unknown') {
    const hint = suggest({ word: name, known: mjmlElements, none: '' });
    report.add({ code: 'unknown-element', at: start, message: `MJML has no element \`<${name}>\`.`, hint });
  } else if (name === 'mj-raw' && parent.name === 'mjml') {
    const isFirst = tag.attributes.some((one) => one.name === 'position' && one.value === 'file-start');
    if (isFirst) return;
    report.add({
      code: 'misplaced-element',
      at: start,
      message: '`<mj-raw>` stands beside `<mj-body>` and would be left out.',
      hint: 'Move it into `<mj-body>` or `<mj-head>`, or write `position="file-start"`.',
    });
  }
};

const kindOf = (tag: OpenTag, parent: Frame | undefined): Frame['kind'] => {
  if (parent?.kind === 'content') return isMjml(tag.name) ? 'unknown' : 'html';
  if (parent?.name === 'mj-attributes') return 'layout';
  return mjmlKind(tag.name);
};

/** Checks a start tag where it stands, and opens its element. `roots` is how many roots there were before. */
export const openTag = (place: Place, tag: OpenTag, roots: number): void => {
  const { open } = place;
  const parent = open.holder();
  checkCase(place, { ...tag, skip: 1 });
  if (parent === undefined) checkRoot(place, tag, roots);
  else {
    checkOnce(place, tag, parent);
    if (parent.kind === 'content') checkInContent(place, tag, parent);
    if (parent.kind === 'layout') checkInLayout(place, tag, parent);
  }
  const isEmpty = tag.selfClosing || (!isMjml(tag.name) && voidElements.has(tag.name));
  if (isEmpty) return;
  open.open({ name: tag.name, at: tag.start, kind: kindOf(tag, parent), once: new Set() });
};

/** Checks an end tag against what is open, and closes it. */
export const closeTag = (place: Place, tag: { name: string; start: number }): void => {
  const { open, report } = place;
  const { name, start } = tag;
  checkCase(place, { ...tag, skip: 2 });
  const closed = open.close(name);
  if (closed === undefined) {
    const top = open.all().at(-1);
    const inside = top === undefined ? '' : ` Open is \`<${top.name}>\` of ${report.lineOf(top.at)}.`;
    report.add({
      code: 'stray-end-tag',
      at: start,
      message: `\`</${name}>\` closes nothing that is open.${inside}`,
      hint: `Remove it, or write \`<${name}>\` where it begins.`,
    });
    return;
  }
  for (const frame of closed.unclosed) {
    report.add({
      code: 'unclosed-element',
      at: frame.at,
      message: `\`<${frame.name}>\` is not closed: \`</${name}>\` of ${report.lineOf(start)} comes first.`,
      hint: `Write \`</${frame.name}>\` where it ends.`,
    });
  }
};

/** What is still open at the end of the source. */
export const checkEnd = ({ open, report }: Omit<Place, 'text'>): void => {
  const before = open.all().length;
  open.endUntil([]);
  const left = open.all();
  if (before === 0) return;
  for (const { name, at } of left) {
    report.add({
      code: 'unclosed-element',
      at,
      message: `\`<${name}>\` is not closed: the file ends first.`,
      hint: `Write \`</${name}>\` where it ends.`,
    });
  }
};
