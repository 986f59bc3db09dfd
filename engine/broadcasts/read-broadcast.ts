import { journeyKeyOf, partVersions, sendStepOf } from '../../domain/broadcasts/journey-of.ts';
import type { Results } from '../experiments/read-results.ts';
import type { FunnelReads } from '../journeys/reads-port.ts';
import type { Broadcast, MessageOutcomes, StepOutcomes } from './ports.ts';

type Deps = {
  readonly messageOutcomes: MessageOutcomes;
  readonly funnelReads: FunnelReads;
  readonly results: Results;
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

/** How a broadcast did. */
export type BroadcastResults = {
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

/** Makes what is read of a broadcast: from the runs, messages, ledger and exposures that every journey leaves. */
export const createReadBroadcast = (deps: Deps) => ({
  /** The sums of the messages of some broadcasts, by id. */
  outcomes: async (input: {
    tenant: string;
    ids: readonly string[];
  }): Promise<ReadonlyMap<string, typeof noOutcome>> => {
    const journeys = input.ids.map(journeyKeyOf);
    const steps = await deps.messageOutcomes.ofSteps({ tenant: input.tenant, journeys });
    return new Map(
      input.ids.map((id) => {
        const sums = { ...noOutcome };
        for (const one of steps.filter(({ journey }) => journey === journeyKeyOf(id))) {
          sums.sent += one.sent;
          sums.opened += one.opened;
          sums.clicked += one.clicked;
          sums.bounced += one.bounced;
          sums.complained += one.complained;
          sums.unsubscribed += one.unsubscribed;
        }
        return [id, sums];
      }),
    );
  },
  results: async (broadcast: Broadcast): Promise<BroadcastResults> => {
    const { tenant, id, plan, phase, matched = 0, startedAt } = broadcast;
    const journey = journeyKeyOf(id);
    const [funnel, steps] = await Promise.all([
      deps.funnelReads.funnel({ tenant, key: journey }),
      deps.messageOutcomes.ofSteps({ tenant, journeys: [journey] }),
    ]);
    const version = phase === 'winner' ? partVersions.winner : partVersions.lot;
    const isKept = startedAt !== undefined;
    const asked = { tenant, journey, version };
    const experiments =
      isKept && plan.variants.length > 1 ? await deps.results.experiments(asked) : undefined;
    const lifts = isKept && plan.holdout > 0 ? await deps.results.lift(asked) : undefined;
    return {
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
});

export type ReadBroadcast = ReturnType<typeof createReadBroadcast>;
