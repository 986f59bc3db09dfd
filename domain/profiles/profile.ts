import { type JsonObject, own } from '../json.ts';
import type { Activity, Visits } from './activity.ts';
import type { Computed } from './computed.ts';
import type { LoyaltyFacts } from '../loyalty/facts.ts';
import type { PushDevice } from '../push/push-devices.ts';
import type { Predictions } from '../value/predictions.ts';
import type { Consents } from './consents.ts';
import type { SeenIdentity } from './identities/identity-times.ts';

/** One customer. Instants are ISO 8601 in UTC, so that their order as text is their order in time. */
export type Profile = {
  readonly id: string;
  readonly tenant: string;
  /** Identities as `kind:value`: `user:42`, `anon:...`, `email:a@b.c`, `shopify-customer:7`. */
  readonly ids: readonly string[];
  readonly traits: JsonObject;
  /**
   * When each trait was last set, by the time of the event, epoch milliseconds. `seen:<name>` beside it: it was only
   * seen in the context of a call.
   */
  readonly traitTimes: Readonly<Record<string, number>>;
  /** Who set each trait last: see `traitSource`; absent for traits of before it was kept. */
  readonly traitFrom?: Readonly<Record<string, string>>;
  /** Since when each identity is known, and who named it. */
  readonly identityTimes?: readonly SeenIdentity[];
  readonly consents: Consents;
  readonly computed: Computed;
  /** What is expected of them; absent where there is not enough data. */
  readonly predictions?: Predictions;
  /** Their points by loyalty programme, as they stand; absent where there never were any. */
  readonly loyalty?: Readonly<Record<string, LoyaltyFacts>>;
  readonly tags: readonly string[];
  readonly stage: string;
  readonly stageAt?: string;
  readonly scores: { readonly fit: number; readonly engagement: number };
  readonly points: number;
  readonly segments: readonly string[];
  /** Who recommended them: the referral code they came with first, and when that was, epoch milliseconds. */
  readonly referredBy?: string;
  readonly referredAt?: number;
  readonly referralCode: string;
  /** Hours of the day, 0 to 23 in their zone, at which they opened or clicked, per channel. */
  readonly reads: Readonly<Record<string, readonly number[]>>;
  /** Browsers that show notifications, the one given last first; absent where there never was one. */
  readonly pushDevices?: readonly PushDevice[];
  /** How often they open, click and visit, without what programs do in their name; absent of those who never did. */
  readonly activity?: Activity;
  /** Their visits, from which the number of sessions is counted. */
  readonly visits?: Visits;
  /** Marketing messages of late, for frequency caps. */
  readonly pressure: readonly Pressure[];
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** The next instant at which a segment of theirs may change by time alone, or a journey starts; epoch milliseconds. */
  readonly recheckAt?: number;
  /** When something of them changed that a sync may bring to another system; epoch milliseconds. Kept where there are syncs. */
  readonly syncAt?: number;
  /** The next date at which each journey starts that starts at a date of theirs. */
  readonly dates?: Readonly<Record<string, PlannedDate>>;
  /** Runs of theirs that end or convert as soon as a condition holds: looked at whenever the person changes. */
  readonly watches?: readonly Watch[];
  /** Events about this person that the engine has yet to bring in; emptied as soon as they are stored. */
  readonly outbox: readonly OutboxItem[];
  /** Ids of what was applied of late, so that repeats change nothing. */
  readonly applied: readonly string[];
  /** How many profiles were merged into this one, and when those of the last hour were, epoch milliseconds. */
  readonly merges?: { readonly count: number; readonly recent: readonly number[] };
  /** The profile being merged into this one; set while a merge is under way. */
  readonly merging?: string;
  readonly mergedInto?: string;
  /** The identities and segments it had before it was merged away, and when that was, epoch milliseconds. */
  readonly mergedIds?: readonly string[];
  readonly mergedSegments?: readonly string[];
  readonly mergedAt?: number;
  /** Profiles it was split from: it is never merged with them again. */
  readonly apartFrom?: readonly string[];
  /** The profile it is being split from again, and since when; set while that is under way. */
  readonly splitting?: { readonly from: string; readonly at: number };
  /** Set when the person asked not to be processed; stops every journey. */
  readonly restricted?: boolean;
};

/** When a journey starts for a person (epoch milliseconds), the day it is about, and what that was worked out from. */
export type PlannedDate = { readonly at: number; readonly day: string; readonly plan: string };

/** A run whose journey has conditions that end or convert it, and what of it came to hold already. */
export type Watch = {
  readonly run: string;
  readonly journey: string;
  readonly version: number;
  readonly entryKey: string;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  /** Whether a condition of it looks at events, so that an event that changes nothing else can make it hold. */
  readonly looksAtEvents: boolean;
  /** Keys of conditions that came to hold; each is told once. */
  readonly met: readonly string[];
  /** The run is over, and its goal is looked for until then; epoch milliseconds. */
  readonly goalUntil?: number;
};

/** An event the engine itself has to bring in, once per id. */
export type OutboxItem = {
  readonly id: string;
  readonly name: string;
  readonly properties: JsonObject;
  readonly at: number;
};

/** One message that counts against frequency caps. */
export type Pressure = {
  readonly id: string;
  readonly at: number;
  readonly channel: string;
  readonly topic: string;
  /** What sent it, for caps of a journey, a message or a step; absent on messages of before these were kept. */
  readonly journey?: string;
  readonly step?: string;
  readonly message?: string;
  /** Caps narrower than those of the tenant count it until then; epoch milliseconds. */
  readonly keptUntil?: number;
};

/** As many messages of late are kept of a person and of an address, the newest; a cap is at most 1,000. */
export const pressureMax = 2000;

/** A person nobody has heard of before. */
export const newProfile = (input: {
  id: string;
  tenant: string;
  ids: readonly string[];
  referralCode: string;
  now: number;
}): Profile => ({
  id: input.id,
  tenant: input.tenant,
  ids: input.ids,
  traits: {},
  traitTimes: {},
  consents: {},
  computed: { orders: 0, revenue: 0, averageOrder: 0, refunded: 0, products: [] },
  tags: [],
  stage: 'visitor',
  scores: { fit: 0, engagement: 0 },
  points: 0,
  segments: [],
  referralCode: input.referralCode,
  reads: {},
  pressure: [],
  outbox: [],
  createdAt: new Date(input.now).toISOString(),
  lastSeenAt: new Date(input.now).toISOString(),
  applied: [],
});

/** A text trait, when it is one and not empty. */
export const textTrait = (profile: Pick<Profile, 'traits'>, name: string): string | undefined => {
  const value = own(profile.traits, name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

const appliedMax = 200;

/** Whether something was applied to this profile already. */
export const wasApplied = (input: { profile: Profile; id: string }): boolean =>
  input.profile.applied.includes(input.id);

/** Notes what was applied, in its order. */
export const withApplied = (input: { profile: Profile; ids: readonly string[] }): Profile => ({
  ...input.profile,
  applied: [...input.profile.applied, ...input.ids].slice(-appliedMax),
});
