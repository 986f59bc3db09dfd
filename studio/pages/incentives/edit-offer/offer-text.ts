import { formsOf, type Schema } from '../../../parts/editor/schema-at.ts';
import { nodeAt, readJson, setAt } from '../../../parts/editor/splice-json.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a kind of offer needs, as one begins with it. */
const beginnings: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['percentage', { value: 10 }],
  ['amount', { value: 5 }],
  ['gift', { product: '' }],
  ['buy-get', { buyGet: { buy: 2, get: 1 } }],
  ['tiers', { by: 'quantity', tiers: [{ from: 3, percent: 10 }] }],
]);

const propertiesOf = (form: Schema): Json => (isObject(form['properties']) ? form['properties'] : {});

const kindOf = (form: Schema): string | undefined => {
  const { kind } = propertiesOf(form);
  return isObject(kind) && typeof kind['const'] === 'string' ? kind['const'] : undefined;
};

/** The kinds of offer that the JSON Schema of offers knows. */
export const kindsOf = (root: Schema): readonly string[] =>
  formsOf({ root, schema: root, value: undefined }).flatMap((form) => kindOf(form) ?? []);

/** The fields that an offer of a kind may have, by the JSON Schema of offers. */
export const fieldsOfKind = (root: Schema, kind: string): ReadonlySet<string> => {
  const form = formsOf({ root, schema: root, value: undefined }).find((one) => kindOf(one) === kind);
  return new Set(form === undefined ? [] : Object.keys(propertiesOf(form)));
};

/** Makes an offer one of another kind: fields that it cannot have go, what it needs is there to be filled in, all else stays. */
export const changeKind = (input: { text: string; root: Schema; kind: string }): string => {
  const { root, kind } = input;
  const value = readJson(input.text)?.value;
  if (!isObject(value)) return input.text;
  const known = new Set(kindsOf(root).flatMap((one) => [...fieldsOfKind(root, one)]));
  const fields = fieldsOfKind(root, kind);
  const gone = Object.keys(value).filter((name) => known.has(name) && !fields.has(name));
  const changed = setAt({ text: input.text, path: ['kind'], value: kind });
  const kept = gone.reduce((text, name) => setAt({ text, path: [name], value: undefined }), changed);
  return Object.entries(beginnings.get(kind) ?? {}).reduce(
    (text, [name, begun]) =>
      nodeAt(text, [name]) === undefined ? setAt({ text, path: [name], value: begun }) : text,
    kept,
  );
};

/** Where codes of offers come from. */
export const codeSources = ['pattern', 'shared', 'pool', 'automatic'] as const;
export type CodeSource = (typeof codeSources)[number];

/** Codes from a source, as an offer begins with them. */
export const newCode = (source: CodeSource, key: string): Json => {
  const stem = key.toUpperCase().slice(0, 20);
  switch (source) {
    case 'pattern':
      return { pattern: `${stem}-########` };
    case 'shared':
      return { shared: stem.padEnd(3, '0') };
    case 'pool':
      return { pool: `${key.slice(0, 60)}.csv` };
    case 'automatic':
      return { automatic: true };
  }
};

/** The text of a new offer. */
export const firstText = (input: { key: string; name: string; kind: string }): string => {
  const { key, name, kind } = input;
  // An amount off an order below it would cost the customer nothing.
  const limits = kind === 'amount' ? { perPerson: 1, minOrder: 20 } : { perPerson: 1 };
  const offer = { key, name, kind, ...beginnings.get(kind), code: newCode('pattern', key), limits };
  return `${JSON.stringify(offer, undefined, 2)}\n`;
};
