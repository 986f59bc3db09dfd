import { reachOf, type StoredEvent, toEventFact } from '../events/event.ts';
import { hashId } from '../hash.ts';
import { hangsOnTraits, hangsOnZone, isMeant } from '../journey/hear-event.ts';
import { readPath } from '../rules/path.ts';
import type { FiredRule } from '../rules/rule-set.ts';
import { compileTemplateValue } from '../templates/template-value.ts';
import { burst, hear } from './burst.ts';
import { enter, enterByEvent } from './enter.ts';
import { applyToPerson, isLive } from './person.ts';
import type { SimulatedEvent } from './simulation.ts';
import { type RunAtWork, runFactsIn, tenantIn, type World } from './world.ts';

type Told = { readonly world: World; readonly event: StoredEvent };

/** A hard bounce and a complaint suppress the address. */
const noteFeedback = ({ world, event }: Told): void => {
  const isHard = event.name === 'Email Bounced' && event.properties['kind'] !== 'soft';
  if (!isHard && event.name !== 'Email Marked as Spam') return;
  const { channel } = event.properties;
  world.suppressed.add(typeof channel === 'string' ? channel : 'email');
};

const toNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** Notes that a run reached its goal, once, if the event is its goal and within its window. */
const convert = async (input: Told & { run: RunAtWork }): Promise<void> => {
  const { world, event, run } = input;
  const { goal } = world.journey.definition;
  if (goal === undefined || goal.on !== event.name || run.convertedAt !== undefined) return;
  if (event.messageId === run.entry?.messageId || event.timestamp < run.enteredAt - 1000) return;
  if (event.timestamp > (run.goalUntil ?? Infinity)) return;
  const fact = toEventFact(event);
  const isGoal = await isMeant({
    run,
    event: fact,
    match: goal.match,
    where: world.journey.goalWhere,
    facts: (one) => runFactsIn({ world, run, event: one }),
  });
  if (!isGoal) return;
  run.convertedAt = event.timestamp;
  run.value = goal.value === undefined ? undefined : toNumber(readPath({ value: fact, path: goal.value }));
  run.timeline.push({
    at: world.now,
    step: run.state.at,
    visit: run.state.visit,
    kind: 'converted',
    reason: 'goal',
    detail: { event: event.name, messageId: event.messageId, value: run.value ?? null },
  });
};

const wakeRuns = async (input: Told & { changed: readonly string[] }): Promise<void> => {
  const { world, event, changed } = input;
  const runs = [...world.runs];
  for (const run of runs) {
    await convert({ world, event, run });
    const told = await hear({ world, run, event });
    if (told !== undefined) await burst({ world, run, told });
  }
  for (const run of changed.length > 0 ? runs : []) {
    const standing = { journey: world.journey, state: run.state };
    if (hangsOnTraits(standing) || (changed.includes('timezone') && hangsOnZone(standing))) {
      await burst({ world, run, told: { kind: 'retime' } });
    }
  }
};

/** Enters the journey where fired rules ask for it. */
const followRules = async (input: Told & { fired: readonly FiredRule[] }): Promise<void> => {
  const { world, event } = input;
  for (const { rule } of input.fired) {
    if (rule.event.type !== 'enrol' || rule.event.params.journey !== world.journey.definition.key) continue;
    const { key } = rule.event.params;
    const context = { profile: world.profile, event: toEventFact(event), tenant: tenantIn(world) };
    const filled = key === undefined ? undefined : compileTemplateValue(key)(context);
    const given = typeof filled === 'string' || typeof filled === 'number' ? { key: String(filled) } : {};
    const cause = hashId(event.tenant, event.messageId, rule.key);
    await enter({ world, event, cause, ...given });
  }
};

/** The event that asks for an entry by name. */
export const entryRequested = 'Journey Entry Requested';

const enterByRequest = async ({ world, event }: Told): Promise<void> => {
  const { journey, key } = event.properties;
  if (event.name !== entryRequested || journey !== world.journey.definition.key) return;
  await enter({
    world,
    event,
    ...(typeof key === 'string' || typeof key === 'number' ? { key: String(key) } : {}),
  });
};

/** The event with the id of the message it is about. */
const withMessage = (input: { world: World; event: SimulatedEvent }): StoredEvent => {
  const { about, ...event } = input.event;
  const message = input.world.sent.findLast((one) => one.step === about);
  if (message === undefined || 'message_id' in event.properties) return event;
  return { ...event, properties: { message_id: message.messageId, ...event.properties } };
};

/**
 * What an event leads to, in the order of the engine: whom it makes of the person, which runs it ends, wakes and
 * converts, and what it starts.
 */
export const dispatch = async (input: { world: World; event: SimulatedEvent }): Promise<void> => {
  const { world } = input;
  if (reachOf(input.event) === 'quarantined') return;
  const event = withMessage(input);
  const isSilent = !isLive({ world, event });
  const { changed, fired } = await applyToPerson({ world, event, isSilent });
  if (isSilent) return;
  noteFeedback({ world, event });
  await wakeRuns({ world, event, changed: changed.map((one) => one.name) });
  await followRules({ world, event, fired });
  await enterByRequest({ world, event });
  await enterByEvent({ world, event, changed });
};
