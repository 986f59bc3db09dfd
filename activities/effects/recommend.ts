import { isObject, toJson } from '../../domain/json.ts';
import type { EffectResult } from '../../domain/journey/effects.ts';
import { readPath } from '../../domain/rules/path.ts';
import { complementOf } from '../../domain/workspace/catalog.ts';
import type { Session } from '../burst/session.ts';

/** Picks a product that goes with those at hand and that the person does not own. */
export const recommend = (input: { session: Session; path: string }): EffectResult => {
  const { run, profile, live } = input.session;
  const root = { profile, entry: run.entry, event: run.entry, steps: run.state.steps };
  const found = readPath({ value: root, path: input.path });
  const products = (Array.isArray(found) ? found : [found]).filter(isObject);
  const product = complementOf({
    catalog: live.published.catalog,
    products,
    owned: profile.computed.products,
  });
  return product === undefined
    ? { kind: 'none', reason: 'nothing-to-recommend' }
    : { kind: 'done', output: toJson(product) };
};
