import type { Step } from './steps.ts';

const product = ['product_id', 'sku', 'title', 'url', 'image_url', 'price', 'currency', 'category'];

const results: Readonly<Partial<Record<Step['type'], readonly string[]>>> = {
  'wait-for': ['event', 'messageId'],
  send: ['messageId', 'channel'],
  experiment: ['arm'],
  offer: ['offer', 'name', 'code', 'kind', 'value', 'currency', 'product', 'minOrder', 'expiresAt'],
  recommend: product,
  update: ['set', 'stage'],
  score: ['by', 'reason'],
  points: ['by', 'reason'],
  enrol: ['journey', 'run'],
};

const anything: ReadonlySet<string> = new Set(['action', 'task']);

/**
 * What a step gives to later ones as `steps.<id>`: the names it may have, an empty list for a step that gives
 * nothing, undefined where only the plugin or the person doing it knows.
 */
export const resultsOf = (step: Step): readonly string[] | undefined =>
  anything.has(step.type) ? undefined : (results[step.type] ?? []);
