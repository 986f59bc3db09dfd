import { createStage } from '../../engine/dry-runs/stage.ts';
import { CicloError } from '../../domain/errors.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { moveLater } from '../../domain/simulate/move-later.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import type { Assembled } from '../../server/assemble.ts';
import { createActor } from '../../server/memory/actors.ts';
import { advanceTo, type EnginePlay, happen, setPerson, type ToldPlay } from './engine-play.ts';
import { type MailOf, readPlayed } from './read-played.ts';

const day = 86_400_000;
/** Weekdays stay, and nearly always the time of the year at which clocks change. */
const year = 52 * 7 * day;

/** An engine with the published journey, and nothing else in it that takes this person in. */
export type EngineStage = {
  readonly assembled: Assembled;
  readonly mailOf: MailOf;
  /** Puts an address on the list of those nothing is sent to. */
  readonly suppress: (input: { channel: string; address: string }) => Promise<void>;
};

const refuseChoices = ({ choose, results, tasks, seed, acts = [] }: ToldPlay): void => {
  if (acts.length > 0) {
    const message = 'Stories in which something is done to records are played in memory, not with --engine.';
    throw new CicloError({ code: 'invalid-input', message });
  }
  const given = [choose, results, tasks].some((one) => Object.keys(one ?? {}).length > 0);
  if (!given && seed === undefined) return;
  throw new CicloError({
    code: 'invalid-input',
    message: 'The engine does what it does: outcomes, results and tasks cannot be chosen with --engine.',
  });
};

/** How much later a story is played: years of 52 weeks, for a clock that cannot be moved back. */
const delayOf = (input: { start: number; now: number }): number =>
  input.start > input.now ? 0 : (Math.floor((input.now - input.start) / year) + 1) * year;

/**
 * Plays the same as in memory on a real engine: the person and their history are put into its stores, its clock goes
 * from instant to instant, events come in as they do live. Answers the story with the times of the engine, which differ
 * by what its work took; a story that begins in the past is played later by `laterMs`.
 */
export const playOnAssembled = async (input: {
  stage: EngineStage;
  told: ToldPlay;
}): Promise<Simulation & { readonly laterMs: number }> => {
  const { stage } = input;
  refuseChoices(input.told);
  const { assembled } = stage;
  const { tenant } = input.told.live;
  const laterMs = delayOf({ start: input.told.start, now: assembled.engine.clock.now(tenant) });
  const { journey, live, ...person } = input.told;
  const told: ToldPlay = { ...moveLater(person, laterMs), journey, live };
  const play: EnginePlay = { assembled, tenant, profileId: told.profile.id };
  await assembled.advance({ tenant, byMs: told.start - assembled.engine.clock.now(tenant) });
  await setPerson({ play, told });
  for (const channel of told.suppressed ?? []) {
    const address = addressOf({ profile: told.profile, channel });
    if (address !== undefined) await stage.suppress({ channel, address });
  }
  const { events, horizon: end } = createActor({ stage: createStage({ live, journey }), play: told });
  for (const event of events.filter((one) => one.receivedAt >= told.start)) {
    if (event.receivedAt <= end) await happen({ play, journey: journey.key, event });
  }
  await advanceTo(play, end);
  const address = addressOf({ profile: told.profile, channel: 'email' }) ?? '';
  const played = await readPlayed({ play, journey: journey.key, mailOf: stage.mailOf, address });
  return { ...played, laterMs };
};
