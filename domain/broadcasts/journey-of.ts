import { bucketOf } from '../hash.ts';
import { type JourneyDefinition, journeySchema } from '../journey/definition.ts';
import type { BroadcastPlan } from './plan.ts';

/** What runs of a broadcast do: all variants by lot, or the one that won. */
export type BroadcastPart = { readonly kind: 'lot' } | { readonly kind: 'winner'; readonly variant: string };

/** The versions under which the two parts of a broadcast are kept. */
export const partVersions = { lot: 1, winner: 2 } as const;

/** The key of the journey that carries a broadcast. A file of a workspace cannot have one with a colon. */
export const journeyKeyOf = (id: string): string => `broadcast:${id}`;

/** The id of the broadcast that a journey carries; undefined for every other journey. */
export const broadcastOf = (journey: string): string | undefined =>
  journey.startsWith('broadcast:') ? journey.slice('broadcast:'.length) : undefined;

/** The step that sends a variant. */
export const sendStepOf = (variant: string): string => `send-${variant}`;

/** Whether a person is among those on whom the variants are tried first. */
export const isInTest = (input: { id: string; share: number; profileId: string }): boolean =>
  bucketOf({ salt: `${journeyKeyOf(input.id)}:test`, profileId: input.profileId }) * 100 < input.share;

/**
 * The journey that carries a broadcast: one passage through a send, with the holdout, the experiment between the variants
 * and the goal of the broadcast. So a broadcast goes through the gate, is measured and is explained as everything else.
 */
export const journeyOfBroadcast = (input: {
  id: string;
  plan: BroadcastPlan;
  part: BroadcastPart;
}): JourneyDefinition => {
  const { id, plan, part } = input;
  const { name, goal, holdout, channel, topic, onCap, onQuiet, variants } = plan;
  const sendOf = ({ name: variant, message }: BroadcastPlan['variants'][number]) => ({
    id: sendStepOf(variant),
    type: 'send',
    channel,
    message,
    onCap,
    onQuiet,
    ...(topic === undefined ? {} : { topic }),
  });
  const chosen = part.kind === 'winner' ? variants.filter((one) => one.name === part.variant) : variants;
  const arms = chosen.map((one, index) => ({
    name: one.name,
    weight: one.weight,
    ...(index === 0 ? { control: true } : {}),
    then: [sendOf(one)],
  }));
  const steps =
    chosen.length === 1
      ? chosen.map(sendOf)
      : [{ id: 'variants', type: 'experiment', arms, metric: { ...goal } }];
  return {
    ...journeySchema.parse({
      key: 'broadcast',
      name,
      stage: 'retention',
      entry: { api: true },
      goal,
      holdout,
      steps,
    }),
    key: journeyKeyOf(id),
  };
};
