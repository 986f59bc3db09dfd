import type { FunnelCounts, JourneyDetail, JourneyView } from '../../api/ports/views.ts';
import type { Clock } from '../clock/clock.ts';
import { type CountedAt, createKeptCounts } from '../overview/kept-counts.ts';
import type { FunnelReads, JourneyReads, RunCounts } from './reads-port.ts';

/** Journeys with what became of the people in them. Large counts are those of a short while ago; each says of when it is. */
export type CountedJourneys = {
  readonly list: (input: { tenant: string }) => Promise<CountedAt<readonly JourneyView[]>>;
  /** Undefined where there is none. */
  readonly one: (input: { tenant: string; key: string }) => Promise<CountedAt<JourneyDetail | undefined>>;
  readonly funnel: (input: Parameters<FunnelReads['funnel']>[0]) => Promise<CountedAt<FunnelCounts>>;
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** Rows of the ledger and runs, of which a funnel is made. */
export const documentsOfFunnel = ({ decisions, turnedAway, entered, heldOut }: FunnelCounts): number =>
  sumOf(decisions.map(({ total }) => total)) +
  sumOf(turnedAway.map(({ people }) => people)) +
  entered +
  heldOut;

/** Makes the journeys with their counts. Definitions, versions and how a journey is steered are always as they are now. */
export const createCountedJourneys = (deps: {
  readonly journeyReads: Pick<JourneyReads, 'runCounts' | 'journeys' | 'journey'>;
  readonly funnelReads: FunnelReads;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
}): CountedJourneys => {
  const { journeyReads, funnelReads, clock } = deps;
  const { systemTime } = clock;
  const runs = createKeptCounts<RunCounts>({
    systemTime,
    documentsOf: (counts) => sumOf(counts.map(({ entered }) => entered)),
  });
  const funnels = createKeptCounts<FunnelCounts>({ systemTime, documentsOf: documentsOfFunnel });
  const countRuns = (of: { tenant: string; key?: string }): Promise<CountedAt<RunCounts>> =>
    runs({
      key: JSON.stringify([of.tenant, of.key]),
      now: clock.now(of.tenant),
      count: () => journeyReads.runCounts(of),
    });
  return {
    list: async ({ tenant }) => {
      const { value: counts, countedAt } = await countRuns({ tenant });
      return { value: await journeyReads.journeys({ tenant, counts }), countedAt };
    },
    one: async ({ tenant, key }) => {
      const { value: counts, countedAt } = await countRuns({ tenant, key });
      return { value: await journeyReads.journey({ tenant, key, counts }), countedAt };
    },
    funnel: (asked) => {
      const { tenant, key, version, from, to } = asked;
      return funnels({
        key: JSON.stringify([tenant, key, version, from, to]),
        now: clock.now(tenant),
        count: () => funnelReads.funnel(asked),
      });
    },
  };
};
