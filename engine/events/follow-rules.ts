import { hashId } from '../../domain/hash.ts';
import { CicloError } from '../../domain/errors.ts';
import { toEventFact } from '../../domain/events/event.ts';
import { durationEnd } from '../../domain/journey/reduce/plan-wait.ts';
import { isObject } from '../../domain/json.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { RuleDefinition } from '../../domain/rules/rule.ts';
import { compileTemplateValue } from '../../domain/templates/template-value.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import { tenantFacts } from '../runs/effects/template-context.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { callRefusal } from '../plugins/call-refusal.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { EventRow, EventStore } from './ports.ts';
import type { TaskStore } from '../tasks/ports.ts';
import type { EnterJourney } from '../entries/enter-journey.ts';

type Input = { row: EventRow; live: LiveWorkspace; profile: Profile; now: number; keys: readonly string[] };

const fill = (input: Input & { value: unknown }) =>
  compileTemplateValue(input.value)({
    profile: input.profile,
    event: toEventFact(input.row),
    tenant: tenantFacts(input.live.published.settings),
  });

type Deps = {
  readonly enter: EnterJourney;
  readonly events: Pick<EventStore, 'noteAct'>;
  readonly tasks: TaskStore;
  readonly plugins: Plugins;
};
type Of<T extends RuleDefinition['event']['type']> = Input & {
  deps: Deps;
  rule: RuleDefinition;
  cause: string;
  params: Extract<RuleDefinition['event'], { type: T }>['params'];
};

const enrol = async (input: Of<'enrol'>): Promise<void> => {
  const { deps, row, live, profile, now, cause, params } = input;
  const journey = live.journeys.get(params.journey);
  if (journey === undefined) return;
  const key = params.key === undefined ? undefined : fill({ ...input, value: params.key });
  const given = typeof key === 'string' || typeof key === 'number' ? { key: String(key) } : {};
  await deps.enter({ live, journey, profile, entry: row, cause, now, ...given });
};

const addTask = async (input: Of<'task'>): Promise<void> => {
  const { deps, row, live, profile, now, rule, cause, params } = input;
  const { team, due } = params;
  const title = fill({ ...input, value: params.title });
  const zone = zoneOfProfile({ profile, live });
  await deps.tasks.add({
    id: cause,
    tenant: row.tenant,
    profileId: profile.id,
    run: null,
    title: typeof title === 'string' ? title : rule.name,
    createdAt: now,
    ...(team === undefined ? {} : { team }),
    ...(due === undefined ? {} : { dueAt: durationEnd({ from: now, text: due, zone }) }),
  });
};

const act = async (input: Of<'action'>): Promise<void> => {
  const { deps, row, live, now, rule, cause, params } = input;
  // What failed after it lets the event come again; the action was carried out.
  if (row.acted?.includes(rule.key) === true) return;
  const called = { tenant: row.tenant, instance: params.plugin, action: params.action };
  const { channel } = deps.plugins.runtime(live).action(called) ?? {};
  // An event cannot wait for a channel without everything behind it waiting too.
  if (callRefusal({ live, channel, now }) !== undefined) return;
  const filled = fill({ ...input, value: params.input ?? {} });
  const outcome = await deps.plugins.perform({
    live,
    ...called,
    input: isObject(filled) ? filled : {},
    idempotencyKey: cause,
    now,
  });
  if (outcome.kind === 'retry') throw new CicloError({ code: 'unavailable', message: outcome.message });
  await deps.events.noteAct({ tenant: row.tenant, id: row.id, rule: rule.key });
};

const outside: ReadonlySet<RuleDefinition['event']['type']> = new Set(['enrol', 'task', 'action']);

const follow = async (input: Input & { deps: Deps; rule: RuleDefinition }): Promise<void> => {
  const { event, key } = input.rule;
  const at = { ...input, cause: hashId(input.row.tenant, input.row.id, key) };
  switch (event.type) {
    case 'enrol':
      return enrol({ ...at, params: event.params });
    case 'task':
      return addTask({ ...at, params: event.params });
    case 'action':
      return act({ ...at, params: event.params });
    default:
      return undefined;
  }
};

/** Whether one of the rules asks for something outside the profile. */
export const actsOutside = (input: { keys: readonly string[]; live: LiveWorkspace }): boolean => {
  const { keys, live } = input;
  if (keys.length === 0) return false;
  const fired = new Set(keys);
  return live.published.rules.some(({ key, event }) => fired.has(key) && outside.has(event.type));
};

/**
 * Makes the part of the dispatch that carries out what fired rules ask for outside the profile: enrol, task
 * and action, each once per event and rule.
 */
export const createFollowRules = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const fired = new Set(input.keys);
    for (const rule of input.live.published.rules) {
      if (fired.has(rule.key)) await follow({ ...input, deps, rule });
    }
  };
};
