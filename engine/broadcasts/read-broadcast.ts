import { journeyKeyOf, partVersions, sendStepOf } from '../../domain/broadcasts/journey-of.ts';
import type { Results } from '../experiments/read-results.ts';
import type { Clock } from '../clock/clock.ts';
import { documentsOfFunnel } from '../journeys/counted-journeys.ts';
import type { FunnelReads } from '../journeys/reads-port.ts';
import { createKeptCounts } from '../overview/kept-counts.ts';
import type { Broadcast, MessageOutcomes, StepOutcomes } from './ports.ts';

type Deps = {
  readonly messageOutcomes: MessageOutcomes;
  readonly funnelReads: FunnelReads;
  readonly shownResults: Results;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
};

type Funnel = Awaited<ReturnType<FunnelReads['funnel']>>;
type Read = NonNullable<Awaited<ReturnType<Results['lift']>>>[number];
type Reasons = readonly { readonly reason: string; readonly people: number }[];

/** Where everybody of a broadcast stands. */
export type BroadcastProgressView = Pick<Funnel, 'entered' | 'heldOut'> & {
  readonly matched: number;
  readonly sent: number;
  /** They wait: for quiet hours, a cap, a provider. */
  readonly waiting: number;
  readonly skipped: Reasons;
  readonly failed: Reasons;
};

/** What came of the messages of a broadcast, counted at an instant of the tenant's time (epoch milliseconds). */
export type BroadcastFigures = Omit<StepOutcomes, 'journey' | 'step'> & { readonly countedAt: number };

/** How a broadcast did. */
export type BroadcastResults = {
  /** When the progress and what came of the messages were counted. */
  readonly countedAt: number;
  readonly progress: BroadcastProgressView;
  readonly variants: readonly (Omit<StepOutcomes, 'journey' | 'step'> & {
    readonly name: string;
    readonly message: string;
  })[];
  readonly converted: number;
  readonly revenue: Funnel['revenue'];
  /** The variants beside each other, by the goal. */
  readonly experiment: Read | undefined;
  /** Those who got it against those who were held out. */
  readonly lift: Read | undefined;
};

/** Reasons, each person once for each. */
const reasonsOf = (funnel: Funnel, kind: 'skipped' | 'failed'): Reasons => {
  const counts = new Map<string, number>();
  for (const one of funnel.decisions) {
    if (one.kind !== kind) continue;
    const reason = one.reason ?? 'unsaid';
    counts.set(reason, (counts.get(reason) ?? 0) + one.people);
  }
  return [...counts].map(([reason, people]) => ({ reason, people })).toSorted((a, b) => b.people - a.people);
};

const noOutcome = { sent: 0, opened: 0, clicked: 0, bounced: 0, complained: 0, unsubscribed: 0 };

/** Messages of steps that were sent. */
const sentOf = (steps: readonly StepOutcomes[]): number => steps.reduce((sum, { sent }) => sum + sent, 0);

/** What came of the messages of some steps together. */
const sumOf = (steps: readonly StepOutcomes[]): typeof noOutcome => {
  const sums = { ...noOutcome };
  for (const one of steps) {
    sums.sent += one.sent;
    sums.opened += one.opened;
    sums.clicked += one.clicked;
    sums.bounced += one.bounced;
    sums.complained += one.complained;
    sums.unsubscribed += one.unsubscribed;
  }
  return sums;
};

/** Makes the counts of broadcasts, which may go over millions of messages. */
const createCounts = ({ messageOutcomes, funnelReads, clock }: Deps) => {
  const { systemTime } = clock;
  const ofMessages = createKeptCounts<readonly StepOutcomes[]>({ systemTime, documentsOf: sentOf });
  const ofOne = createKeptCounts<{ readonly funnel: Funnel; readonly steps: readonly StepOutcomes[] }>({
    systemTime,
    documentsOf: ({ funnel, steps }) => documentsOfFunnel(funnel) + sentOf(steps),
  });
  return {
    messages: (tenant: string, journeys: readonly string[]) =>
      ofMessages({
        key: JSON.stringify([tenant, ...journeys]),
        now: clock.now(tenant),
        count: () => messageOutcomes.ofSteps({ tenant, journeys }),
      }),
    broadcast: (tenant: string, journey: string) =>
      ofOne({
        key: JSON.stringify([tenant, journey]),
        now: clock.now(tenant),
        count: async () => {
          const [funnel, steps] = await Promise.all([
            funnelReads.funnel({ tenant, key: journey }),
            messageOutcomes.ofSteps({ tenant, journeys: [journey] }),
          ]);
          return { funnel, steps };
        },
      }),
  };
};

/** Makes what is read of a broadcast: from the runs, messages, ledger and exposures that every journey leaves. Large counts are those of a short while ago. */
export const createReadBroadcast = (deps: Deps) => {
  const counts = createCounts(deps);
  return {
    /** The sums of the messages of some broadcasts, by id. */
    outcomes: async (input: {
      tenant: string;
      ids: readonly string[];
    }): Promise<(id: string) => BroadcastFigures> => {
      const { value, countedAt } = await counts.messages(input.tenant, input.ids.map(journeyKeyOf));
      return (id) => ({ ...sumOf(value.filter(({ journey }) => journey === journeyKeyOf(id))), countedAt });
    },
    results: async (broadcast: Broadcast): Promise<BroadcastResults> => {
      const { tenant, id, plan, phase, matched = 0, startedAt } = broadcast;
      const journey = journeyKeyOf(id);
      const { value, countedAt } = await counts.broadcast(tenant, journey);
      const { funnel, steps } = value;
      const version = phase === 'winner' ? partVersions.winner : partVersions.lot;
      const isKept = startedAt !== undefined;
      const asked = { tenant, journey, version };
      const experiments =
        isKept && plan.variants.length > 1 ? await deps.shownResults.experiments(asked) : undefined;
      const lifts = isKept && plan.holdout > 0 ? await deps.shownResults.lift(asked) : undefined;
      return {
        countedAt,
        progress: {
          matched,
          entered: funnel.entered,
          heldOut: funnel.heldOut,
          sent: steps.reduce((sum, one) => sum + one.sent, 0),
          waiting: funnel.active,
          skipped: reasonsOf(funnel, 'skipped'),
          failed: reasonsOf(funnel, 'failed'),
        },
        variants: plan.variants.map(({ name, message }) => {
          const found = steps.find(({ step }) => step === sendStepOf(name));
          const { journey: _journey, step: _step, ...sums } = found ?? { ...noOutcome, journey, step: name };
          return { name, message, ...sums };
        }),
        converted: funnel.converted,
        revenue: funnel.revenue,
        experiment: experiments?.[0],
        lift: lifts?.[0],
      };
    },
  };
};

export type ReadBroadcast = ReturnType<typeof createReadBroadcast>;
