import { hashId } from '../../domain/hash.ts';
import { CicloError } from '../../domain/errors.ts';
import { toEventFact } from '../../domain/events/event.ts';
import { durationEnd } from '../../domain/journey/reduce/plan-wait.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { type OutcomePorts, typeOfOutcome } from '../../domain/rules/outcomes.ts';
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
type Fired = Input & { deps: Deps; rule: RuleDefinition; cause: string };

const enrol = async (input: Fired & Parameters<OutcomePorts['enrol']>[0]): Promise<void> => {
  const { deps, row, live, profile, now, cause, key } = input;
  const journey = live.journeys.get(input.journey);
  if (journey === undefined) return;
  const given = key === undefined ? {} : { key };
  await deps.enter({ live, journey, profile, entry: row, cause, now, ...given });
};

const addTask = async (input: Fired & Parameters<OutcomePorts['addTask']>[0]): Promise<void> => {
  const { deps, row, live, profile, now, cause, title, team, due } = input;
  const zone = zoneOfProfile({ profile, live });
  await deps.tasks.add({
    id: cause,
    tenant: row.tenant,
    profileId: profile.id,
    run: null,
    title,
    createdAt: now,
    ...(team === undefined ? {} : { team }),
    ...(due === undefined ? {} : { dueAt: durationEnd({ from: now, text: due, zone }) }),
  });
};

const callPlugin = async (input: Fired & Parameters<OutcomePorts['callPlugin']>[0]): Promise<void> => {
  const { deps, row, live, now, rule, cause } = input;
  // What failed after it lets the event come again; the action was carried out.
  if (row.acted?.includes(rule.key) === true) return;
  const { plugin: instance, action, version } = input;
  const called = { tenant: row.tenant, instance, action, version };
  const { channel } = deps.plugins.runtime(live).action(called) ?? {};
  // An event cannot wait for a channel without everything behind it waiting too.
  if (callRefusal({ live, channel, now }) !== undefined) return;
  const outcome = await deps.plugins.perform({
    live,
    ...called,
    input: input.input,
    idempotencyKey: cause,
    now,
  });
  if (outcome.kind === 'retry') throw new CicloError({ code: 'unavailable', message: outcome.message });
  await deps.events.noteAct({ tenant: row.tenant, id: row.id, rule: rule.key });
};

const portsFor = (fired: Fired): OutcomePorts => ({
  enrol: (asked) => enrol({ ...fired, ...asked }),
  addTask: (asked) => addTask({ ...fired, ...asked }),
  callPlugin: (asked) => callPlugin({ ...fired, ...asked }),
});

const follow = async (input: Input & { deps: Deps; rule: RuleDefinition }): Promise<void> => {
  const { row, rule } = input;
  const cause = hashId(row.tenant, row.id, rule.key);
  await typeOfOutcome(rule.event)?.perform?.({
    params: rule.event.params,
    ruleName: rule.name,
    fill: (value) => fill({ ...input, value }),
    ports: portsFor({ ...input, cause }),
  });
};

/** Whether one of the rules asks for something outside the profile. */
export const actsOutside = (input: { keys: readonly string[]; live: LiveWorkspace }): boolean => {
  const { keys, live } = input;
  if (keys.length === 0) return false;
  const fired = new Set(keys);
  return live.published.rules.some(
    ({ key, event }) => fired.has(key) && typeOfOutcome(event)?.perform !== undefined,
  );
};

/**
 * Makes the part of the dispatch that carries out what fired rules ask for outside the profile, each once per event
 * and rule.
 */
export const createFollowRules = (deps: Deps) => {
  return async (input: Input): Promise<void> => {
    const fired = new Set(input.keys);
    for (const rule of input.live.published.rules) {
      if (fired.has(rule.key)) await follow({ ...input, deps, rule });
    }
  };
};
