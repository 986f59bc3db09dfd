import type { startMatrix } from './matrix-for-tests.ts';
import { reportBody } from './team-for-tests.ts';

type World = Pick<Awaited<ReturnType<typeof startMatrix>>, 'ana' | 'user' | 'files' | 'giftCard'>;

const somePost = { text: 'Spring is here.', networks: [{ instance: 'square' }] };
const cartOfFifty = { code: 'SPRING', cart: { currency: 'EUR', orderValue: 5000 } };

const ofReferrals = {
  '/api/referrals/:id/appeal': { text: 'We only share a house.' },
  '/api/referrals/advocates/:id/invitations': { share: 'whatsapp' },
  '/api/referrals/advocates/:id/suspend': { reason: 'Made-up orders.' },
  '/api/referrals/advocates/:id/lift': { reason: 'Explained.' },
};

/** Bodies that show HTML and play a journey. */
const ofPlays = (world: World) => ({
  '/api/journeys/:key/simulate': { profileId: world.ana },
  '/api/templates/page': { html: '<p>Hello</p>' },
  '/api/forms/preview': { form: { title: 'News', topic: 'news' } },
});

/** Bodies about what people of a programme have. */
const ofLoyalty = (world: World) => ({
  '/api/points': { person: { id: world.ana }, program: 'club', action: 'award', points: 1 },
  '/api/memberships': { person: { id: world.ana }, program: 'club', membership: 'plus' },
  '/api/store-credit': { person: { id: world.ana }, action: 'issue', amount: 1, currency: 'EUR' },
  '/api/points/redeem': { person: { id: world.ana }, program: 'club', reward: 'mug' },
  '/api/points/batch': {
    postings: [{ person: { id: world.ana }, program: 'club', points: 1, key: 'one-of-many' }],
  },
});

const ofApprovals = {
  '/api/workspace/approvals': { note: 'For the spring' },
  '/api/workspace/publications/:revision/review': { note: 'Better before' },
  '/api/workspace/approvals/:id/send': { note: 'For the spring' },
  '/api/workspace/approvals/:id/approve': { round: 1 },
  '/api/workspace/approvals/:id/return': { round: 1, note: 'Too long' },
  '/api/workspace/approvals/:id/schedule': { at: null },
};

/** What is tried on the events that came. */
const ofTrials = {
  '/api/loyalty/programs/try': { definition: { key: 'club', name: 'Club' } },
  '/api/rules/try': {
    on: ['*'],
    conditions: { all: [{ fact: 'profile', path: '$.stage', operator: 'exists', value: true }] },
  },
};

/** The body that a call goes with, by its path; none of the others has one. */
export const bodiesOf = (world: World): Readonly<Record<string, unknown>> => ({
  ...ofReferrals,
  ...ofPlays(world),
  ...ofLoyalty(world),
  '/api/offers/cart': { cart: cartOfFifty.cart },
  '/api/offers/:key/validate': cartOfFifty,
  '/api/offers/:key/reserve': { ...cartOfFifty, key: 'cart-1' },
  '/api/offers/:key/redeem': { ...cartOfFifty, orderId: 'order-1' },
  '/api/offers/:key/rollback': { orderId: 'order-1', rollbackKey: 'refund-1' },
  '/api/segments/preview': {
    when: { all: [{ fact: 'profile', path: '$.stage', operator: 'exists', value: true }] },
  },
  ...ofTrials,
  '/api/templates/:key/test': { to: 'eva@shop.example' },
  '/api/broadcasts': { name: 'News' },
  '/api/broadcasts/audience': { plan: { name: 'News' } },
  '/api/broadcasts/:id': { plan: { name: 'Other' } },
  '/api/broadcasts/:id/winner': { variant: 'a' },
  '/api/runs': { journey: 'cart', profile: { id: world.ana } },
  '/api/runs/:id/commands': { kind: 'skip' },
  '/api/workspace': { files: world.files, force: true },
  '/api/workspace/compare': { hashes: {} },
  '/api/workspace/drafts/:path': { text: '{"key":"extra","name":"Extra"}' },
  '/api/workspace/drafts/publish': {},
  ...ofApprovals,
  '/api/dry-runs': { journey: 'cart' },
  '/api/jobs': { do: { kind: 'skip' }, who: { journey: 'cart' } },
  '/api/jobs/:id': { rate: 10 },
  '/api/jobs/revive': {},
  '/api/imports': { kind: 'profiles' },
  '/api/products': { products: [{ id: 'fern', title: 'Fern' }] },
  '/api/suppressions': { address: 'a@example.com' },
  '/api/posts': somePost,
  '/api/posts/check': somePost,
  '/api/posts/images': Uint8Array.from([0x47, 0x49, 0x46, 0x38]),
  '/api/posts/:id/networks/:instance/resolve': { published: true },
  '/api/gift-cards': { amount: 100, currency: 'EUR' },
  '/api/gift-cards/validate': { code: world.giftCard.code },
  '/api/gift-cards/redeem': { code: world.giftCard.code, amount: 1, currency: 'EUR' },
  '/api/gift-cards/rollback': { code: world.giftCard.code, redemption: world.giftCard.redemption, amount: 1 },
  '/api/clock/advance': { by: '1 day' },
  '/api/warehouse/query': { sql: 'select count(*) from orders' },
  '/api/keys': { name: 'web', kind: 'public' },
  '/api/reports': reportBody(world.user),
  '/api/reports/:id': reportBody(world.user),
  '/api/teams/:key': { name: 'Care' },
  '/api/users/:id': { name: 'Eva' },
  '/api/work/:type/:id/claim': { user: world.user },
  '/api/work/:type/:id/snooze': { until: null },
  '/api/events/retry': { state: 'dead' },
  '/api/deliveries/retry': { state: 'dead' },
  '/api/conversations': { profile: world.ana, subject: 'Your visit', text: 'See you.' },
  '/api/conversations/:id': { tags: ['seen'] },
  '/api/conversations/:id/messages': { kind: 'note', text: 'She called.' },
  '/api/records/:kind': { data: { name: 'Another' } },
  '/api/records/:kind/preview': { data: { name: 'Another' } },
  '/api/records/:kind/:id/registrations': { profile: world.ana },
  '/api/records/:kind/:id': { data: { seats: 2 } },
});
