import type { Limiting } from '../../gate/limits.ts';
import type { Problem } from '../../problem.ts';
import { durationLength } from '../../time/duration.ts';
import { type CheckInput, warning } from '../checks/check-kit.ts';
import { toGraph } from '../graph.ts';
import type { CapFacts, JourneyContext } from '../journey-context.ts';
import type { SendStep } from '../steps.ts';
import { waysForward } from '../ways.ts';

/** A marketing message, and how long ago it went out at most. */
type Earlier = {
  readonly channel: string;
  readonly topic: string;
  readonly message: string;
  readonly agoMax: number;
};

/** The messages that certainly went out before a step, by the step that sends them. */
type Certain = ReadonlyMap<string, Earlier>;

const aged = (earlier: Certain, by: number): Certain =>
  by === 0
    ? earlier
    : new Map([...earlier].map(([id, one]) => [id, { ...one, agoMax: one.agoMax + by }] as const));

/** What is certain on both of two ways. */
const onBoth = (one: Certain, two: Certain): Certain =>
  new Map(
    [...one].flatMap(([id, earlier]) => {
      const other = two.get(id);
      if (other === undefined) return [];
      return [[id, { ...earlier, agoMax: Math.max(earlier.agoMax, other.agoMax) }] as const];
    }),
  );

const covers = (cap: CapFacts, what: { channel: string; topic: string }): boolean =>
  (cap.channel === undefined || cap.channel === what.channel) &&
  (cap.topic === undefined || cap.topic === what.topic);

/** What a send puts under a cap; undefined when it is of no cap. */
const sentBy = (input: { step: SendStep; context: JourneyContext }): Earlier | undefined => {
  const { step, context } = input;
  const facts = context.messages.get(step.message);
  if (facts === undefined || facts.class === 'transactional') return undefined;
  const { channel, topic } = facts;
  return { channel, topic: step.topic ?? topic, message: step.message, agoMax: 0 };
};

/** A cap, and which messages it counts. */
type Rule = { readonly cap: CapFacts; readonly counts: (one: Earlier) => boolean };

/** The caps that hold for a message: of the tenant, of the journey, and its own. */
const rulesOf = (input: { what: Earlier; journey: Limiting; context: JourneyContext }): readonly Rule[] => {
  const { what, journey, context } = input;
  const own = context.messages.get(what.message)?.caps ?? [];
  return [
    ...[...context.caps, ...(journey.caps ?? [])].map((cap): Rule => ({ cap, counts: () => true })),
    ...own.map((cap): Rule => ({ cap, counts: (one) => one.message === what.message })),
  ];
};

const fullCap = (input: {
  what: Earlier;
  before: Certain;
  journey: Limiting;
  context: JourneyContext;
}): CapFacts | undefined => {
  const { what, before } = input;
  const full = rulesOf(input).find(({ cap, counts }) => {
    const length = durationLength(cap.within) ?? Infinity;
    const counted = [...before.values()].filter(
      (one) => counts(one) && covers(cap, one) && one.agoMax < length,
    );
    return covers(cap, what) && counted.length >= cap.max;
  });
  return full?.cap;
};

/**
 * Sends that give up when a cap is reached (`onCap` is `skip` or `exit`), and whose cap is always reached by
 * the messages this journey sends just before, whichever way a run takes.
 */
export const lintCaps = (input: CheckInput): readonly Problem[] => {
  const { context, definition, types, placed } = input;
  if (context === undefined) return [];
  const graph = toGraph(definition, types);
  const paths = new Map(placed.map(({ step, path }) => [step.id, path]));
  const found = new Map<string, Certain>();
  if (graph.start !== null) found.set(graph.start, new Map());
  const problems: Problem[] = [];
  for (const [id, node] of graph.nodes) {
    const before = found.get(id);
    if (before === undefined) continue;
    const { step, stepType } = node;
    const what = step.type === 'send' ? sentBy({ step, context }) : undefined;
    const full = what === undefined ? undefined : fullCap({ what, before, journey: definition, context });
    if (full !== undefined && step.type === 'send' && step.onCap !== 'wait') {
      const message = `\`${id}\` is never sent: the messages before it reach the cap of ${full.max} within ${full.within}.`;
      const hint = 'Set `onCap` to `wait`, or wait longer before it.';
      const path = `${paths.get(id) ?? 'steps'}.onCap`;
      problems.push(warning({ code: 'cap-always-reached', step: id, path, message, hint }));
    }
    const sent = what === undefined ? before : new Map([...before, [id, what]]);
    const behind = aged(sent, stepType.stays?.(step).most ?? 0);
    for (const { to } of waysForward({ graph, node })) {
      if (to === null) continue;
      const other = found.get(to);
      found.set(to, other === undefined ? behind : onBoth(other, behind));
    }
  }
  return problems;
};
