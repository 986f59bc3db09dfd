import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./fixtures/', import.meta.url);

/** A webhook body in Shopify's own format: `orders/create/ana` is `fixtures/orders/create/ana.json`. */
export const shopifyFixture = (name: string): { topic: string; text: string; body: unknown } => {
  const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
  return { topic: name.slice(0, name.lastIndexOf('/')), text, body: JSON.parse(text) };
};

/** The names of all of them. */
export const shopifyFixtures = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => path.slice(0, -'.json'.length).replaceAll('\\', '/'))
    .sort();
