import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { giftCardsRoutes } from './gift-cards-routes.ts';
import { createGiftCards, type GiftCards } from './gift-cards.ts';
import { giftCardPostingSchema, giftCardSchema } from './store/card-schema.ts';
import { createGiftCardStore } from './store/cards.ts';

/** Gift cards: money that anyone who has the code can spend. */
export const giftCardsModule = {
  name: 'gift-cards',
  collections: [giftCardSchema, giftCardPostingSchema],
  stores: { giftCardStore: createGiftCardStore },
  services: { giftCards: createGiftCards },
  loops: {
    giftCards: ({ live, giftCards }: { live: LiveWorkspaces; giftCards: GiftCards }) => ({
      every: 10,
      job: eachTenant({ live, look: async (tenant) => (await giftCards.turn(tenant)) === 'more' }),
    }),
  },
  routes: { giftCards: giftCardsRoutes },
  audited: {
    'POST /api/gift-cards': { action: 'gift-card.issue' },
    'POST /api/gift-cards/validate': 'none',
    'POST /api/gift-cards/redeem': { action: 'gift-card.redeem' },
    'POST /api/gift-cards/rollback': { action: 'gift-card.rollback' },
  },
} as const satisfies Module;
