import type { ReadyJourney } from '../journey/ready-journey.ts';
import { isObject } from '../json.ts';
import type { OfferDefinition } from '../offers/offer-definition.ts';
import type { FactSource } from '../rules/facts.ts';
import { createMembership, type Membership } from '../rules/membership.ts';
import { createRuleSet, type RuleSet } from '../rules/rule-set.ts';
import { orderSegments } from '../rules/segment-order.ts';
import type { SegmentDefinition } from '../rules/segment.ts';
import type { Catalog } from '../workspace/catalog.ts';
import type { TenantSettings } from '../workspace/tenant-settings.ts';
import { withChoices } from './choices.ts';
import type { SimulatedMessage, SimulateInput } from './simulation.ts';

type StagedSegment = {
  readonly key: string;
  readonly membership: (facts: FactSource) => Promise<Pick<Membership, 'isMember' | 'changesAt'>>;
};

/** What a journey is played with, made ready once for any number of people. */
export type Stage = {
  readonly journey: ReadyJourney;
  readonly settings: TenantSettings;
  readonly messages: ReadonlyMap<string, SimulatedMessage>;
  readonly offers: ReadonlyMap<string, OfferDefinition>;
  readonly catalog: Catalog;
  readonly segments: readonly StagedSegment[];
  readonly rules: RuleSet;
};

const toSegment = (input: {
  segment: SegmentDefinition;
  lists: Readonly<Record<string, readonly string[]>>;
}): StagedSegment => {
  const { segment } = input;
  if ('when' in segment) return { key: segment.key, membership: createMembership({ when: segment.when }) };
  const people = new Set<unknown>(input.lists[segment.list] ?? []);
  const isListed = (profile: unknown): boolean =>
    isObject(profile) && Array.isArray(profile['ids']) && profile['ids'].some((id) => people.has(id));
  return { key: segment.key, membership: ({ profile }) => Promise.resolve({ isMember: isListed(profile) }) };
};

/**
 * Makes ready what a journey is played with: its graph, deciders, segments and rules. Throws `invalid-input` when a
 * choice names what is not in the journey.
 */
export const createStage = (
  input: Pick<SimulateInput, 'journey' | 'workspace' | 'choose' | 'holdout'>,
): Stage => {
  const { workspace } = input;
  const { lists = {} } = workspace;
  return {
    journey: withChoices(input),
    settings: workspace.settings,
    messages: workspace.messages ?? new Map(),
    offers: new Map((workspace.offers ?? []).map((offer) => [offer.key, offer])),
    catalog: workspace.catalog ?? { products: [] },
    segments: orderSegments(workspace.segments ?? []).ordered.map((segment) => toSegment({ segment, lists })),
    rules: createRuleSet(workspace.rules ?? []),
  };
};
