import { noon, sampleMessage, sampleRun } from '../samples.ts';
import type { Queries } from './queries.ts';

const profileId = 'p-3';

const runs: Queries = {
  'a run by id': ({ stores, tenant }) => stores.runs.get({ tenant, run: 'r-1' }),
  'runs before an entry': ({ stores, tenant }) =>
    stores.runs.before({
      tenant,
      journey: 'cart-recovery',
      profileId,
      entryKey: '',
      cause: 'e-1',
    }),
  'a run saved': ({ stores, tenant }) =>
    stores.runs.save({ run: sampleRun({ tenant, id: 'r-1', rev: 2 }), rev: 1 }),
  'a run converted': ({ stores, tenant }) => stores.runs.convert({ tenant, run: 'r-1', at: noon }),
  'runs that hear': ({ stores, tenant }) => stores.runs.hearing({ tenant, profileId, event: 'A' }),
  'runs that are due': ({ stores, tenant }) => stores.runs.due({ tenant, now: noon, limit: 5 }),
  'runs of a person': ({ stores, tenant }) => stores.runs.activeOf({ tenant, profileId }),
  'an effect settled': ({ stores, tenant }) =>
    stores.effects.settle({
      tenant,
      run: 'r-1',
      effect: { kind: 'send', step: 's', visit: 1 },
      result: { kind: 'failed', reason: 'x' },
      at: noon,
    }),
  'runs of a journey under way, page by page': ({ stores, tenant }) =>
    stores.selectionStore.page({
      tenant,
      filter: { journey: 'cart-recovery' },
      after: { enteredAt: noon, id: 'r-1' },
      limit: 5,
    }),
  'how many stand where': ({ stores, tenant }) =>
    stores.selectionStore.standing({ tenant, filter: { journey: 'cart-recovery' } }),
};

const decisions: Queries = {
  'exposures that hear': ({ stores, tenant }) =>
    stores.exposures.hearing({ tenant, profileId, event: 'Order Completed' }),
  'when an arm was full': ({ stores, tenant }) =>
    stores.exposureSums.nth({ tenant, experiment: 'x', arm: 'a', n: 1 }),
  'the sums of an experiment': ({ stores, tenant }) =>
    stores.exposureSums.counts({ tenant, experiment: 'x', currency: 'EUR' }),
  'whether an experiment is decided': ({ stores, tenant }) => stores.decided.get({ tenant, experiment: 'x' }),
  'who stands on a step': ({ stores, tenant }) =>
    stores.standingReads.standing({
      tenant,
      journey: 'cart-recovery',
      step: 'think',
      limit: 5,
    }),
  'a funnel': ({ stores, tenant }) => stores.funnelReads.funnel({ tenant, key: 'cart-recovery' }),
  'whom a reason excluded': ({ stores, tenant }) =>
    stores.decisionReads.ledger({
      tenant,
      journey: 'cart-recovery',
      kinds: ['skipped'],
      reason: 'capped',
      from: noon,
      limit: 5,
    }),
  'who turned a person away': ({ stores, tenant }) =>
    stores.decisionReads.decisions({
      tenant,
      profileId: 'p-1',
      journeys: ['cart-recovery', 'welcome'],
      kinds: ['not-entered'],
      limit: 5,
    }),
};

const messages: Queries = {
  'a message claimed again': ({ stores, tenant }) =>
    stores.messages.claim({
      row: sampleMessage({ tenant, id: 'm-1' }),
      claim: 'c',
      systemTime: noon + 9,
      leaseUntil: noon + 99,
    }),
  'a message settled': ({ stores, tenant }) =>
    stores.messages.settle({
      tenant,
      id: 'm-1',
      claim: 'c',
      status: 'accepted',
      at: noon,
    }),
  'an address suppressed': ({ stores, tenant }) =>
    stores.suppressions.find({ tenant, channel: 'email', addressHashes: ['h'] }),
  'a message marked': ({ stores, tenant }) => stores.messages.mark({ tenant, id: 'm-1', mark: 'bounce' }),
  'messages of a run to cancel': ({ stores, tenant }) =>
    stores.messages.cancel({
      tenant,
      profileId,
      run: 'r-1',
      systemTime: noon,
      reason: 'run-stopped',
    }),
  'messages of a run that were not sent': ({ stores, tenant }) =>
    stores.messages.unsent({ tenant, profileId, run: 'r-1' }),
  'rows of the ledger by id': ({ stores, tenant }) => stores.ledger.present({ tenant, ids: ['l-1'] }),
};

const guards: Queries = {
  'messages that bounced': ({ stores, tenant }) =>
    stores.guardCounts.marked({
      tenant,
      journey: 'cart-recovery',
      mark: 'bounce',
      from: noon,
      limit: 5,
    }),
  'messages of a journey since': ({ stores, tenant }) =>
    stores.guardCounts.messages({
      tenant,
      journey: 'cart-recovery',
      statuses: ['accepted'],
      from: noon,
      limit: 5,
    }),
  'what failed in a journey since': ({ stores, tenant }) =>
    stores.guardCounts.decided({
      tenant,
      journey: 'cart-recovery',
      kinds: ['failed', 'sent'],
      from: noon,
      limit: 5,
    }),
  'who entered a journey since': ({ stores, tenant }) =>
    stores.guardCounts.entered({
      tenant,
      journey: 'cart-recovery',
      from: noon,
      to: noon + 9,
      limit: 5,
    }),
  'the first entry of a journey': ({ stores, tenant }) =>
    stores.guardCounts.firstEntry({ tenant, journey: 'cart-recovery' }),
  'the trips of a journey': ({ stores, tenant }) =>
    stores.trips.list({ tenant, journey: 'cart-recovery', limit: 5 }),
  'who waits for a channel': ({ stores, tenant }) =>
    stores.held.page({ tenant, channel: 'email', after: 'r-1', limit: 5 }),
  'how many wait for a channel': ({ stores, tenant }) =>
    stores.held.count({ tenant, channel: 'email', limit: 5 }),
  'a slot booked': ({ stores }) => stores.slots.reserve({ key: 'k', rate: 1, perMs: 1, now: noon }),
};

/** What is asked of runs, of what they decided and of what they sent. */
export const journeysQueries: Queries = {
  ...runs,
  ...decisions,
  ...messages,
  ...guards,
};
