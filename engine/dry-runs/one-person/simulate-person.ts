import { CicloError, notFound } from '../../../domain/errors.ts';
import type { JourneyDefinition } from '../../../domain/journey/definition.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { Simulation } from '../../../domain/simulate/simulation.ts';
import { type Story, storySchema } from '../../../domain/simulate/story.ts';
import { checkNamedSteps } from '../../../domain/simulate/story-names.ts';
import { toPlay } from '../../../domain/simulate/to-play.ts';
import { withEntry } from '../../../domain/simulate/with-entry.ts';
import { journeyToTry, stageOf } from '../draft.ts';
import { findPerson, readBefore, suppressedFor, toSimulatedEvent } from '../person-facts.ts';
import type { DryRunDeps } from '../try-people.ts';

/** Whom a journey is played for, and what happens to them meanwhile. */
export type SimulateRequest = {
  readonly tenant: string;
  readonly key: string;
  /** A draft; the published version unless given. */
  readonly definition?: unknown;
  readonly profileId: string;
  /** So many days from now on. */
  readonly days: number;
  /** What they do, as a story has it; what starts the journey unless given. */
  readonly events: readonly unknown[];
  /** The outcomes that steps take whatever the facts say, by step id. */
  readonly choose: Readonly<Record<string, string>>;
};

export type Simulated =
  | {
      readonly kind: 'simulated';
      readonly journey: JourneyDefinition;
      readonly from: number;
      readonly until: number;
      readonly simulation: Simulation;
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

const historyMax = 1000;
const day = 86_400_000;

const readStory = (told: { start: string; events: readonly unknown[]; choose: object }): Story => {
  const read = storySchema.safeParse(told);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw new CicloError({ code: 'invalid-input', message: `${where}: ${issue?.message ?? ''}` });
};

/**
 * Plays a journey for one person as they are now, from now on: nothing is sent and nothing is written. Runs they had
 * before do not count against them, and they are never held out. Throws `not-found` for a journey or person that is not
 * there, and `invalid-input` for a choice or an event that names what is not in the journey.
 */
export const simulatePerson = async (deps: DryRunDeps, request: SimulateRequest): Promise<Simulated> => {
  const { tenant, key, definition, profileId, days, events, choose } = request;
  const live = await deps.live.of(tenant);
  const checked = journeyToTry({ key, definition, live, plugins: deps.plugins });
  if (!checked.ok) return { kind: 'refused', problems: checked.problems };
  const journey = checked.value;
  const profile = await findPerson({ deps, tenant, profileId });
  if (profile === undefined) throw notFound('person');
  const from = deps.clock.now(tenant);
  const until = from + days * day;
  const stage = stageOf({ journey, live, choose, holdout: false });
  const [rows, before, suppressed] = await Promise.all([
    deps.dryRunReads.eventsOf({ tenant, profileId, from: 0, until: from, limit: historyMax }),
    readBefore({ deps, stage, profileIds: [profileId] }),
    suppressedFor({ deps, stage, profile }),
  ]);
  const history = rows.map(toSimulatedEvent);
  const records = before.records.get(profileId) ?? [];
  const issued = before.issued.get(profileId) ?? {};
  const told = readStory({ start: new Date(from).toISOString(), events, choose });
  const story = events.length === 0 ? withEntry({ story: told, journey, history, records }) : told;
  checkNamedSteps({ story, steps: stage.written.keys() });
  const person = { profile, history, suppressed, issued, records };
  const play = { ...toPlay({ settings: stage.settings, story, person }), until };
  const [simulation] = await deps.playPeople({ stage, people: [play], withProfiles: true });
  if (simulation === undefined) throw new Error('A play came to nothing.');
  return { kind: 'simulated', journey, from, until, simulation };
};
