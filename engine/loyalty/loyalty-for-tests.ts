import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import { programSchema } from '../../domain/loyalty/program-schema.ts';
import { newProfile } from '../../domain/profiles/profile.ts';
import { tenantSettingsSchema } from '../../domain/workspace/tenant-settings.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createStores } from '../../server/stores/stores.ts';
import { createAccept } from '../events/accept.ts';
import { createFixedWorkspaces } from '../journeys/fixed-workspaces.ts';
import { readyUnpublished } from '../journeys/publish/unpublished.ts';
import { createChangeProfile } from '../people/change-profile.ts';
import { createRewriteProfile } from '../people/rewrite-profile.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createGiveOffer } from '../offers/issue-offer.ts';
import { createReadRecord } from '../records/journeys/read-record.ts';
import { createBringIn } from './bring-in.ts';
import { createGiveManyPoints } from './bulk/give-many.ts';
import { createChangePoints } from './change-points.ts';
import { createGivePoints } from './give-points.ts';
import { createRedeemReward } from './rewards/redeem-reward.ts';
import { createSettleRedemption } from './rewards/settle-redemption.ts';
import { createTurnPoints } from './turn-points.ts';

export const tenant = 'shop';
export const program = 'club';

const workspace = (input: { given: object; offers: readonly OfferDefinition[] }) =>
  readyUnpublished({
    settings: tenantSettingsSchema.parse({
      tenant,
      name: 'Shop',
      url: 'https://shop.example/',
      defaultLocale: 'en',
      timezone: 'Europe/Madrid',
      currency: 'EUR',
      from: 'hello@shop.example',
      postalAddress: 'Calle Mayor 1, Madrid',
      topics: { news: { name: 'News' } },
    }),
    journeys: [],
    rules: [],
    segments: [],
    offers: [...input.offers],
    programs: [programSchema.parse({ key: program, name: 'Club', ...input.given })],
    objects: [],
    messages: [],
    catalog: { products: [] },
    lists: {},
  });

/** The services of one process that has to do with points, over collections that it may share with others. */
export const createPointsWorld = (input: {
  collections: Collections;
  now: () => number;
  /** The programme besides its key and name. */
  given?: object;
  offers?: readonly OfferDefinition[];
}) => {
  const { collections, now } = input;
  const stores = createStores({ collections });
  const clock = { now, systemTime: now };
  const live = createFixedWorkspaces(workspace({ given: input.given ?? {}, offers: input.offers ?? [] }));
  const { profiles, events, records, people, points } = stores;
  const accept = createAccept({ events, clock, dispatch: () => undefined, leaseMs: 60_000 });
  const rewriteProfile = createRewriteProfile({ profiles, live, accept });
  const readRecord = createReadRecord({ records, profiles });
  const changeProfile = createChangeProfile({ rewriteProfile, events, live, readRecord });
  const bringIn = createBringIn({ points, accept, changeProfile });
  const changePoints = createChangePoints({ points, profiles, people, live, clock, bringIn });
  const log = {
    warn: () => undefined,
    info: () => undefined,
    error: () => undefined,
    debug: () => undefined,
  };
  const { redemptions, places, offers } = stores;
  const keyring = createKeyring({ secrets: ['a secret of these tests, long enough'] });
  const givePoints = createGivePoints({ changePoints });
  const settleRedemption = createSettleRedemption({
    redemptions,
    live,
    profiles,
    places,
    offers,
    giveOffer: createGiveOffer({ offers, keyring }),
    givePoints,
    accept,
    clock,
    log,
  });
  return {
    stores,
    changePoints,
    givePoints,
    giveManyPoints: createGiveManyPoints({ givePoints, live }),
    settleRedemption,
    redeemReward: createRedeemReward({ changePoints, settleRedemption }),
    turnPoints: createTurnPoints({ points, changePoints, clock, log }),
    /** Somebody nobody has heard of before. */
    person: (id: string) =>
      profiles.insert(newProfile({ id, tenant, ids: [`user:${id}`], referralCode: id, now: now() })),
  };
};
