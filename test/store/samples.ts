import type { MessageRow } from '../../engine/messages/ports.ts';
import type { Traces } from '../../domain/privacy/traces.ts';
import type { LedgerRow, Run } from '../../engine/runs/ports.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { newRunState } from '../../domain/journey/reduce/run-state.ts';
import { newProfile, type Profile } from '../../domain/profiles/profile.ts';

/** What is known of somebody of whom only profiles are known. */
export const noTraces: Traces = { named: { ids: [], orders: [] }, addresses: [] };

/** An instant all samples depend on: 2026-03-01, noon in UTC. */
export const noon = Date.UTC(2026, 2, 1, 12);

export const sampleEvent = (
  given: Partial<StoredEvent> & Pick<StoredEvent, 'tenant' | 'messageId'>,
): StoredEvent => ({
  id: given.messageId,
  type: 'track',
  name: 'Order Completed',
  userId: 'u-1',
  externalIds: [],
  properties: { order_id: 'o-1', revenue: 20 },
  traits: {},
  context: {},
  timestamp: noon,
  receivedAt: noon,
  source: 'api',
  trust: 'server',
  backfill: false,
  ...given,
});

export const sampleProfile = (given: Partial<Profile> & Pick<Profile, 'tenant' | 'id'>): Profile => ({
  ...newProfile({
    id: given.id,
    tenant: given.tenant,
    ids: [`user:${given.id}`],
    referralCode: `REF-${given.id}`,
    now: noon,
  }),
  ...given,
});

export const sampleRun = (given: Partial<Run> & Pick<Run, 'tenant' | 'id'>): Run => ({
  journey: 'cart-recovery',
  version: 1,
  profileId: 'p-1',
  entryKey: '',
  occasion: 1,
  cause: 'e-1',
  entry: null,
  enteredAt: noon,
  status: 'active',
  state: newRunState({ since: noon }),
  step: 'think',
  hears: [],
  workflowId: `w-${given.id}`,
  parked: false,
  rev: 1,
  ...given,
});

export const sampleRow = (given: Partial<LedgerRow> & Pick<LedgerRow, 'tenant' | 'id'>): LedgerRow => ({
  run: 'r-1',
  journey: 'cart-recovery',
  version: 1,
  profileId: 'p-1',
  at: noon,
  n: 0,
  kind: 'sent',
  step: 'remind',
  visit: 1,
  ...given,
});

export const sampleMessage = (
  given: Partial<MessageRow> & Pick<MessageRow, 'tenant' | 'id'>,
): MessageRow => ({
  run: 'r-1',
  journey: 'cart-recovery',
  version: 1,
  step: 'remind',
  profileId: 'p-1',
  channel: 'email',
  message: 'cart-reminder',
  class: 'marketing',
  topic: 'offers',
  subject: 'Still thinking?',
  locale: 'en',
  plannedAt: noon,
  status: 'sending',
  attempts: 1,
  ...given,
});
