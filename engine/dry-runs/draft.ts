import { CicloError } from '../../domain/errors.ts';
import { parseJourney } from '../../domain/journey/checks/check-journey.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { JourneyContext, PluginFacts } from '../../domain/journey/journey-context.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import { withShipped } from '../../domain/objects/shipped.ts';
import type { Checked } from '../../domain/problem.ts';
import { defaultStages } from '../../domain/profiles/stage.ts';
import type { PlayInput } from '../../domain/simulate/simulation.ts';
import { channelsInUse, type PluginCatalog, pluginFactsOf } from '../../domain/workspace/plugin-catalog.ts';
import { recordFieldsIn } from '../../domain/workspace/workspace-context.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { PublishedWorkspace } from '../journeys/ports.ts';
import { createStage, type Stage } from './stage.ts';

/** What a draft may refer to: what is published. */
const contextOf = (input: { published: PublishedWorkspace; plugins: PluginCatalog }): JourneyContext => {
  const { published, plugins } = input;
  const { settings } = published;
  const instances = Object.entries(settings.plugins).map(([name, { use }]): [string, PluginFacts] => [
    name,
    pluginFactsOf({ use, plugins }),
  ]);
  return {
    messages: new Map(
      published.messages.map((message) => [
        message.key,
        { ...message, record: recordFieldsIn(message.variables) },
      ]),
    ),
    offers: new Set(published.offers.map((offer) => offer.key)),
    programs: new Set(published.programs.map((program) => program.key)),
    segments: new Set(published.segments.map((segment) => segment.key)),
    journeys: new Set(published.journeys.map((journey) => journey.key)),
    plugins: new Map(instances),
    channels: channelsInUse({ uses: Object.values(settings.plugins).map(({ use }) => use), plugins }),
    topics: new Set(Object.keys(settings.topics)),
    stages: settings.stages ?? defaultStages,
    teams: new Set(Object.keys(settings.teams ?? {})),
    objects: withShipped(published.objects),
    caps: settings.caps,
    quietHours: settings.quietHours,
  };
};

/**
 * Checks a draft of a journey as publishing would, beside what is published: the journeys, messages, offers and segments
 * it names must be published.
 */
export const checkDraft = (input: {
  key: string;
  definition: unknown;
  live: LiveWorkspace;
  plugins: PluginCatalog;
}): Checked<JourneyDefinition> => {
  const { key, definition, live, plugins } = input;
  return parseJourney({
    text: JSON.stringify(definition, null, 2),
    file: `journeys/${key}.json`,
    context: contextOf({ published: live.published, plugins }),
  });
};

/** An offer without a budget: how many coupons people need is counted, whatever is left. What one person may get holds. */
const unlimited = (offer: OfferDefinition): OfferDefinition => {
  const { total: _total, totalValue: _value, ...limits } = offer.limits;
  const [first] = 'pool' in offer.code ? offer.code.pool : [];
  return { ...offer, limits, ...(first === undefined ? {} : { code: { shared: first } }) };
};

/** What a journey is tried with: everything that is published, made ready; throws as `createStage` does. */
export const stageOf = (
  input: { journey: JourneyDefinition; live: LiveWorkspace } & Pick<PlayInput, 'choose' | 'holdout'>,
): Stage => {
  const offers = new Map([...input.live.offers].map(([key, offer]) => [key, unlimited(offer)]));
  return createStage({ ...input, live: { ...input.live, offers } });
};

/** The journey that is tried: a draft, which is checked, or else what is published. Throws `not-found`. */
export const journeyToTry = (input: {
  key: string;
  definition: unknown;
  live: LiveWorkspace;
  plugins: PluginCatalog;
}): Checked<JourneyDefinition> => {
  const { key, definition, live } = input;
  if (definition !== undefined) return checkDraft(input);
  const published = live.journeys.get(key)?.definition;
  if (published === undefined) {
    throw new CicloError({ code: 'not-found', message: `There is no journey “${key}”.` });
  }
  return { ok: true, value: published, warnings: [] };
};
