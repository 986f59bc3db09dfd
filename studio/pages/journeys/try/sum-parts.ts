import type { components } from '../../../api/schema.ts';
import { sumCosts } from './sum-costs.ts';

type Part = components['schemas']['DryRun'];
type Counts = Readonly<Record<string, number>>;

const sumCounts = (a: Counts, b: Counts): Record<string, number> => {
  const sums = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
};

/** Two parts of a dry run, played one after the other, as one: people are in one part only, so their numbers add up. */
export const sumParts = (a: Part, b: Part): Part => {
  const { next: _next, ...first } = a;
  const steps = new Map(b.steps.map((step) => [step.step, step]));
  return {
    ...first,
    people: a.people + b.people,
    entered: a.entered + b.entered,
    runs: a.runs + b.runs,
    heldOut: a.heldOut + b.heldOut,
    waiting: a.waiting + b.waiting,
    converted: a.converted + b.converted,
    value: a.value + b.value,
    cut: a.cut + b.cut,
    refused: sumCounts(a.refused, b.refused),
    outcomes: sumCounts(a.outcomes, b.outcomes),
    messages: sumCounts(a.messages, b.messages),
    days: sumCounts(a.days, b.days),
    missed: {
      optedOut: a.missed.optedOut + b.missed.optedOut,
      suppressed: a.missed.suppressed + b.missed.suppressed,
      capped: a.missed.capped + b.missed.capped,
      unreachable: a.missed.unreachable + b.missed.unreachable,
    },
    steps: a.steps.map((step) => {
      const other = steps.get(step.step);
      if (other === undefined) return step;
      return { ...step, runs: step.runs + other.runs, decisions: sumCounts(step.decisions, other.decisions) };
    }),
    offers: a.offers.map((offer) => {
      const needed = b.offers.find((one) => one.offer === offer.offer)?.needed ?? 0;
      return { ...offer, needed: offer.needed + needed };
    }),
    costs: sumCosts(a.costs, b.costs),
    ...(b.next === undefined ? {} : { next: b.next }),
  };
};
