import { CicloError } from '../errors.ts';
import type { StoredEvent } from '../events/event.ts';
import { hashId } from '../hash.ts';
import type { Decision } from '../journey/decisions.ts';
import { hearEvent, listensFor, listensFrom } from '../journey/hear-event.ts';
import { reduce } from '../journey/reduce.ts';
import type { Next, ReduceInput } from '../journey/transitions.ts';
import { isJsonObject } from '../json.ts';
import { perform } from './effects.ts';
import type { TimelineItem } from './simulation.ts';
import { reduceFactsIn, type RunAtWork, runFactsIn, type World } from './world.ts';

type AtWork = { readonly world: World; readonly run: RunAtWork };

/** More transitions than this without coming to rest are a loop. */
const transitionsMax = 1000;
const lookBackMax = 100;

const outcomes = new Set<Decision['kind']>(['branched', 'heard', 'timed-out', 'failed', 'none']);

const toItem = (input: AtWork & { decision: Decision }): TimelineItem => {
  const { world, decision } = input;
  const { detail, kind, step } = decision;
  const id = kind === 'sent' && isJsonObject(detail) ? detail['messageId'] : undefined;
  const message = id === undefined ? undefined : world.sent.find((one) => one.messageId === id);
  const isChosen = step !== null && world.input.choose?.[step] !== undefined && outcomes.has(kind);
  return {
    at: world.now,
    ...decision,
    ...(message === undefined ? {} : { message }),
    ...(isChosen ? { chosen: true } : {}),
  };
};

const step = (input: AtWork & { told: ReduceInput }): Next => {
  const { world, run, told } = input;
  const { definition, graph } = world.journey;
  const facts = reduceFactsIn({ world, run });
  const reduced = reduce({ definition, graph, facts, now: world.now, state: run.state, input: told });
  run.state = reduced.state;
  for (const decision of reduced.decisions) run.timeline.push(toItem({ world, run, decision }));
  return reduced.next;
};

/** The outcome chosen for the wait-for the run stands on. */
const chosenAnswer = ({ world, run }: AtWork): string | undefined => {
  const { at, waiting } = run.state;
  return at === null || waiting?.kind !== 'events' ? undefined : world.input.choose?.[at];
};

/** What an event means to the run; a chosen outcome of a wait-for leaves only exits to hear. */
export const hear = async (input: AtWork & { event: StoredEvent }): Promise<ReduceInput | undefined> => {
  const { world, run, event } = input;
  const facts = (fact: Parameters<Parameters<typeof hearEvent>[0]['facts']>[0]) =>
    runFactsIn({ world, run, event: fact });
  const heard = await hearEvent({ run, journey: world.journey, event, facts });
  return heard?.exit === null && chosenAnswer(input) !== undefined ? undefined : heard;
};

/** The event that was chosen to come, as soon as it is waited for. */
const chosenEvent = ({ world, run }: AtWork): ReduceInput | undefined => {
  const chosen = chosenAnswer({ world, run });
  const { at, visit } = run.state;
  const waitFor = at === null ? undefined : world.journey.graph.nodes.get(at)?.step;
  if (chosen?.startsWith('event-') !== true || waitFor?.type !== 'wait-for') return undefined;
  const branch = Number(chosen.slice('event-'.length));
  const messageId = hashId('chosen', run.id, waitFor.id, visit);
  if (run.state.seen.includes(messageId)) return undefined;
  const name = waitFor.events[branch]?.on ?? '';
  return { kind: 'event', messageId, name, at: world.now, exit: null, branch };
};

/** Looks for events that came before the run was listening for them: the first that means something to it. */
const lookBack = async ({ world, run }: AtWork): Promise<ReduceInput | undefined> => {
  const names = listensFor({ journey: world.journey, state: run.state });
  const from = listensFrom(run);
  const rows = world.log
    .filter((event) => names.includes(event.name) && event.timestamp >= from)
    .toSorted((a, b) => a.timestamp - b.timestamp)
    .slice(0, lookBackMax);
  for (const event of rows) {
    const heard = await hear({ world, run, event });
    if (heard !== undefined) return heard;
  }
  return undefined;
};

/** Carries a run on until it is done or has to wait. */
const goOn = async (input: AtWork & { first: Next }): Promise<void> => {
  const { world, run } = input;
  let next = input.first;
  for (let count = 0; count < transitionsMax; count += 1) {
    if (next.kind === 'done' || next.kind === 'switch') return;
    if (next.kind === 'effect') {
      const result = await perform({ world, run, effect: next.effect });
      next = step({ world, run, told: { kind: 'result', result } });
      continue;
    }
    const heard = chosenEvent(input) ?? (await lookBack(input));
    if (heard === undefined) return;
    next = step({ world, run, told: heard });
  }
  throw new CicloError({
    code: 'broken-definition',
    message: `The run made ${transitionsMax} transitions without coming to rest.`,
  });
};

/** Tells a run what happened, and carries it on. */
export const burst = async (input: AtWork & { told: ReduceInput }): Promise<void> =>
  goOn({ ...input, first: step(input) });

/** Starts a run, or ends it at once when it was too late to start. */
export const begin = async (input: AtWork): Promise<void> =>
  burst({ ...input, told: (await lookBack(input)) ?? { kind: 'start' } });
