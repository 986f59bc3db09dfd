import { hashId } from '../hash.ts';
import type { Effect, EffectResult } from '../journey/effects.ts';
import type { Step } from '../journey/steps.ts';
import { isJsonObject, isObject, type Json, toJson } from '../json.ts';
import { fromMinor } from '../money.ts';
import { codeFor } from '../offers/code.ts';
import { expiresAt } from '../offers/expiry.ts';
import type { OfferDefinition } from '../offers/offer-definition.ts';
import { applyStep } from '../profiles/apply-step.ts';
import { readPath } from '../rules/path.ts';
import { complementOf } from '../workspace/catalog.ts';
import { updateSegments } from './person.ts';
import { send } from './send.ts';
import { endIn, type RunAtWork, runFactsIn, templateContextIn, type World, zoneIn } from './world.ts';

type At<T extends Step['type'] = Step['type']> = {
  readonly world: World;
  readonly run: RunAtWork;
  readonly effect: Effect;
  readonly step: Extract<Step, { type: T }>;
};

const chosenIn = ({ world, step }: Pick<At, 'world' | 'step'>): string | undefined =>
  world.input.choose?.[step.id];

const filledIn = ({ world, run, step }: Omit<At, 'effect'>): Json =>
  world.journey.templates.get(step.id)?.(templateContextIn({ world, run })) ?? null;

const ofBranch = (name: string): number | null =>
  name.startsWith('case-') ? Number(name.slice('case-'.length)) : name === 'round' ? 0 : null;

const decide = async (at: At<'branch' | 'repeat'>): Promise<EffectResult> => {
  const { world, run, step } = at;
  const chosen = chosenIn(at);
  if (chosen !== undefined) return { kind: 'decided', case: ofBranch(chosen), because: [] };
  const decider = world.journey.steps.get(step.id);
  if (decider === undefined) return { kind: 'decided', case: 0, because: [] };
  const { matched, because } = await decider.decide({ facts: runFactsIn({ world, run }) });
  return { kind: 'decided', case: matched, because };
};

const change = async (at: At<'update' | 'score' | 'points'>): Promise<EffectResult> => {
  const { world, step } = at;
  const filled = filledIn(at);
  const set = step.type === 'update' && isJsonObject(filled) ? filled : {};
  const { stages } = world.settings;
  world.profile = applyStep({ profile: world.profile, step, set, stages, now: world.now });
  await updateSegments({ world });
  return step.type === 'update'
    ? { kind: 'done', output: { set: Object.keys(set), stage: step.stage ?? null } }
    : { kind: 'done', output: { by: step.by, reason: step.reason ?? null } };
};

const freeCode = (input: {
  offer: OfferDefinition;
  seed: string;
  taken: readonly string[];
}): string | undefined => {
  const { code } = input.offer;
  if ('shared' in code) return code.shared;
  if ('pool' in code) return code.pool.find((one) => !input.taken.includes(one));
  return codeFor({ pattern: code.pattern, seed: `${input.seed}:0` });
};

/** Why no coupon is to be had of what this one person could use up. */
const budgetRefusal = (input: { offer: OfferDefinition; taken: readonly string[] }): string | undefined => {
  const { offer, taken } = input;
  const { total, perPerson, totalValue } = offer.limits;
  const spent = (taken.length + 1) * (offer.worth ?? 0);
  if (total !== undefined && taken.length >= total) return 'budget-used-up';
  if (totalValue !== undefined && spent > totalValue) return 'budget-used-up';
  return taken.length >= perPerson ? 'per-person-limit' : undefined;
};

const issue = (at: At<'offer'>): EffectResult => {
  const { world, run, effect, step } = at;
  const detail = { offer: step.offer };
  if (chosenIn(at) !== undefined) return { kind: 'none', reason: 'chosen', detail };
  const offer = world.offers.get(step.offer);
  if (offer === undefined) return { kind: 'none', reason: 'no-such-offer', detail };
  const taken = world.issued.get(offer.key) ?? [];
  const refused = budgetRefusal({ offer, taken });
  if (refused !== undefined) return { kind: 'none', reason: refused, detail };
  const code = freeCode({ offer, seed: hashId(run.id, effect.step, effect.visit), taken });
  if (code === undefined) return { kind: 'none', reason: 'no-code-free', detail };
  world.issued.set(offer.key, [...taken, code]);
  const { benefit, currency, expires, limits } = offer;
  const end = expires === undefined ? undefined : expiresAt({ expires, now: world.now, zone: zoneIn(world) });
  return {
    kind: 'done',
    output: {
      offer: offer.key,
      name: offer.name,
      code,
      kind: benefit.kind,
      currency,
      ...(benefit.kind === 'percentage' ? { value: benefit.percent } : {}),
      ...(benefit.kind === 'amount' ? { value: fromMinor({ minor: benefit.amount, currency }) } : {}),
      ...(benefit.kind === 'gift' ? { product: benefit.product } : {}),
      ...(limits.minOrder === undefined ? {} : { minOrder: fromMinor({ minor: limits.minOrder, currency }) }),
      ...(end === undefined ? {} : { expiresAt: new Date(end).toISOString() }),
    },
  };
};

const recommend = (at: At<'recommend'>): EffectResult => {
  const { world, run, step } = at;
  if (chosenIn(at) !== undefined) return { kind: 'none', reason: 'chosen' };
  const { profile, catalog } = world;
  const root = { profile, entry: run.entry, event: run.entry, steps: run.state.steps };
  const found = readPath({ value: root, path: step.for });
  const products = (Array.isArray(found) ? found : [found]).filter(isObject);
  const product = complementOf({ catalog, products, owned: profile.computed.products });
  return product === undefined
    ? { kind: 'none', reason: 'nothing-to-recommend' }
    : { kind: 'done', output: toJson(product) };
};

const act = (at: At<'action'>): EffectResult => {
  const { world, step } = at;
  if (chosenIn(at) !== undefined) return { kind: 'failed', reason: 'chosen' };
  // Templates that cannot be filled must show here as they would live.
  filledIn(at);
  return { kind: 'done', output: world.input.results?.[step.id] ?? {} };
};

const giveTask = (at: At<'task'>): EffectResult => {
  const { world, run, effect, step } = at;
  const taskId = hashId(run.id, effect.step, effect.visit, effect.kind);
  filledIn(at);
  if (!step.wait) return { kind: 'done', output: { taskId } };
  const chosen = chosenIn(at);
  const planned = world.input.tasks?.[step.id];
  const output = planned?.output ?? { outcome: 'done' };
  if (chosen === 'done') world.tasks.push({ at: world.now, run, taskId, output });
  else if (planned !== undefined && chosen === undefined) {
    world.tasks.push({ at: endIn({ world, from: world.now, text: planned.after }), run, taskId, output });
  }
  const until = step.timeout === undefined ? null : endIn({ world, from: world.now, text: step.timeout });
  return { kind: 'waits-for-task', taskId, until };
};

const enrol = (at: At<'enrol'>): EffectResult => {
  const { run, effect, step } = at;
  const given = filledIn(at);
  const key = typeof given === 'string' || typeof given === 'number' ? String(given) : run.entryKey;
  return {
    kind: 'done',
    output: { journey: step.journey, run: hashId(run.id, effect.step, effect.visit, key) },
  };
};

/** Does an effect as the engine would, in the world of the simulation. */
export const perform = async (input: {
  world: World;
  run: RunAtWork;
  effect: Effect;
}): Promise<EffectResult> => {
  const { world, effect } = input;
  const step = world.journey.graph.nodes.get(effect.step)?.step;
  switch (step?.type) {
    case 'branch':
    case 'repeat':
      return decide({ ...input, step });
    case 'experiment':
      return { kind: 'done', output: { arm: chosenIn({ world, step }) ?? effect.arm ?? '' } };
    case 'send':
      return send({ ...input, step });
    case 'update':
    case 'score':
    case 'points':
      return change({ ...input, step });
    case 'offer':
      return issue({ ...input, step });
    case 'recommend':
      return recommend({ ...input, step });
    case 'action':
      return act({ ...input, step });
    case 'task':
      return giveTask({ ...input, step });
    case 'enrol':
      return enrol({ ...input, step });
    default:
      return { kind: 'failed', reason: 'no-such-effect' };
  }
};
