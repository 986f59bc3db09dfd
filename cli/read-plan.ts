import { CicloError } from '../domain/errors.ts';
import { isObject } from '../domain/json.ts';
import { readObject } from './read-file.ts';

type Plan = Record<string, unknown>;

const refuse = (message: string): CicloError => new CicloError({ code: 'invalid-input', message });

const readPlanFile = async (file: string): Promise<Plan> => ({
  ...(await readObject({ file, example: '{ "cart-recovery": "now" }.' })),
});

const words = 'finish, next-step, now, exit';

/** `cart-recovery=now`, `welcome=exit:replaced`. */
const readWord = (text: string): readonly [string, Plan] => {
  const [, key = '', people = '', outcome] = /^([\w-]+)=([\w-]+)(?::([\w-]+))?$/.exec(text) ?? [];
  if (key === '') throw refuse(`--plan ${text} is not valid. Write <journey>=<${words}>, or a .json file.`);
  return [key, { people, ...(outcome === undefined ? {} : { outcome }) }];
};

/** `think=ponder`, `cart-recovery.think=ponder`, `think=` for those who leave. */
const readMap = (input: { text: string; plan: Plan }): readonly [string, string, string | null] => {
  const { text, plan } = input;
  const found = /^(?:([\w-]+)\.)?([\w-]+)=([\w-]*)$/.exec(text);
  if (found === null) throw refuse(`--map ${text} is not valid. Write <step>=<step>.`);
  const [, named, from = '', to = ''] = found;
  const movers = Object.entries(plan)
    .filter(([, one]) => one === 'now' || one === 'next-step' || (isObject(one) && 'people' in one))
    .map(([key]) => key);
  const key = named ?? (movers.length === 1 ? movers[0] : undefined);
  if (key === undefined) {
    const example = `${movers[0] ?? 'cart-recovery'}.${text}`;
    throw refuse(`--map ${text}: say of which journey it is, as --map ${example}`);
  }
  return [key, from, to === '' ? null : to];
};

const withMap = (input: { plan: Plan; key: string; from: string; to: string | null }): Plan => {
  const { plan, key, from, to } = input;
  const one = plan[key] ?? 'now';
  const whole = isObject(one) ? one : { people: one };
  const before = isObject(whole['map']) ? whole['map'] : {};
  return { ...plan, [key]: { ...whole, map: { ...before, [from]: to } } };
};

/** The plan for the people inside, from what was written on the command line: words, maps and plan files. */
export const readPlan = async (input: {
  plans: readonly string[];
  maps: readonly string[];
}): Promise<Readonly<Record<string, unknown>>> => {
  let plan: Plan = {};
  for (const text of input.plans) {
    if (text.endsWith('.json')) plan = { ...plan, ...(await readPlanFile(text)) };
    else {
      const [key, one] = readWord(text);
      plan = { ...plan, [key]: one };
    }
  }
  for (const text of input.maps) {
    const [key, from, to] = readMap({ text, plan });
    plan = withMap({ plan, key, from, to });
  }
  return plan;
};
