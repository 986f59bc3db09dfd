import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import { createStage } from '../../engine/dry-runs/stage.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { withResults } from '../../domain/simulate/story-names.ts';
import type { PlayInput, SimulatedEvent } from '../../domain/simulate/simulation.ts';
import type { Assembled } from '../../server/assemble.ts';
import { createPlaysInMemory } from '../../server/memory/plays-in-memory.ts';
import { writeHistory, writeOrders } from '../../server/memory/set-the-scene.ts';

/** A play of one person as it is told to an engine: the journey, and the workspace as it would be published. */
export type ToldPlay = PlayInput & { readonly journey: JourneyDefinition; readonly live: LiveWorkspace };

/** An engine on which one story is played. */
export type EnginePlay = {
  readonly assembled: Assembled;
  readonly tenant: string;
  readonly profileId: string;
};

/** Brings the clock of the tenant to an instant, with everything that is due on the way and what it causes. */
export const advanceTo = async ({ assembled, tenant }: EnginePlay, at: number): Promise<void> => {
  await assembled.advance({ tenant, byMs: Math.max(0, at - assembled.engine.clock.now(tenant)) });
};

/** Puts the person of a play into an engine, as they are when it begins. */
export const setPerson = async (input: { play: EnginePlay; told: ToldPlay }): Promise<void> => {
  const { play, told } = input;
  const { journey, live, ...person } = told;
  const { start, history = [] } = person;
  const { tenant, profileId } = play;
  const before = person.events.filter((event) => event.receivedAt < start);
  const [scene] = await createPlaysInMemory()({
    stage: createStage({ live, journey }),
    people: [{ ...person, events: before, enter: [], entriesUntil: start - 1, until: start - 1 }],
  });
  const profile = { ...(scene?.profile ?? person.profile), tenant, outbox: [], applied: [] };
  const { stores } = play.assembled.opened;
  await stores.profiles.insert(profile);
  const { currency } = live.published.settings;
  await writeOrders({ stores, tenant, profileId, profile, currency });
  await writeHistory({ stores, tenant, profileId, history: [...history, ...before] });
};

const messageOf = async (play: EnginePlay, step: string | undefined): Promise<string | undefined> => {
  if (step === undefined) return undefined;
  const { tenant, profileId } = play;
  const sent = await play.assembled.opened.stores.messageReads.messages({ tenant, profileId, limit: 200 });
  return sent.find((one) => one.step === step && one.status === 'accepted')?.id;
};

/** What the steps of each run of the person gave, the latest run last. */
const resultsOf = async (input: { play: EnginePlay; journey: string }) => {
  const { play, journey } = input;
  const { tenant, profileId } = play;
  const { runReads, runs } = play.assembled.opened.stores;
  const rows = await runReads.runs({ tenant, profileId, journey, limit: 100 });
  const found = await Promise.all(rows.map(async ({ id }) => runs.get({ tenant, run: id })));
  return found
    .filter((run) => run !== undefined)
    .toSorted((a, b) => a.enteredAt - b.enteredAt)
    .map(({ state }) => state.steps);
};

/** Brings in one event of the story at its time, and waits until all that follows at once was done. */
export const happen = async (input: {
  play: EnginePlay;
  journey: string;
  event: SimulatedEvent;
}): Promise<void> => {
  const { play, event } = input;
  const { assembled, tenant, profileId } = play;
  await advanceTo(play, event.receivedAt);
  const { about, names, id: _id, tenant: _tenant, receivedAt: _receivedAt, ...accepted } = event;
  const messageId = await messageOf(play, about);
  const tied = messageId === undefined || 'message_id' in event.properties ? {} : { message_id: messageId };
  const properties =
    names === true ? withResults({ ...event, runs: await resultsOf(input) }) : event.properties;
  await assembled.engine.accept({
    tenant,
    events: [{ ...accepted, profileId, properties: { ...tied, ...properties } }],
  });
  await assembled.comeToRest(tenant);
};
