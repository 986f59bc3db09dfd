import { SaxesParser } from 'saxes';

/** An element of an answer: its own text, and what is in it. */
export type Element = { readonly name: string; text: string; readonly within: Element[] };

const depthMax = 10;

/** Reads an answer of S3; undefined when it is no XML. */
export const readXml = (text: string): Element | undefined => {
  const root: Element = { name: '', text: '', within: [] };
  const open: Element[] = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    if (open.length > depthMax) throw new RangeError('too deep');
    const element: Element = { name, text: '', within: [] };
    open.at(-1)?.within.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    const at = open.at(-1);
    if (at !== undefined) at.text += part;
  });
  parser.on('closetag', () => open.pop());
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return root.within[0];
};

/** The text of an element within another. */
export const textIn = (element: Element | undefined, name: string): string | undefined =>
  element?.within.find((one) => one.name === name)?.text;
