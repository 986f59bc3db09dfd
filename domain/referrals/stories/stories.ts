import { z } from 'zod';

import type { JsonObject } from '../../json.ts';
import { newProfile, type Profile } from '../../profiles/profile.ts';
import type { FraudSettings } from '../../workspace/referral-settings.ts';
import { isDisposable } from '../disposable-domain.ts';
import { emailsOf, markKinds, marksOf } from '../marks.ts';
import { type FraudDecision, type ReferralFacts, scoreReferral } from '../score-referral.ts';
import fraudulent from './fraudulent.json' with { type: 'json' };
import honest from './honest.json' with { type: 'json' };

const personSchema = z.strictObject({
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  devices: z.array(z.string()),
  payments: z.array(z.string()),
  address: z.record(z.string(), z.string()).nullable(),
});

const storySchema = z.strictObject({
  name: z.string(),
  truth: z.enum(['honest', 'fraud']),
  advocate: personSchema,
  friend: personSchema,
  order: z.strictObject({ revenueMinor: z.number(), test: z.boolean().default(false) }),
  isSelf: z.boolean().default(false),
  /** Who brought the advocate, who brought them, and so on; `friend` closes a circle. */
  chain: z.array(z.string()).default([]),
  known: z.array(z.enum(markKinds)).default([]),
  lastHour: z.number().default(0),
  lastDay: z.number().default(0),
  onDevice: z.number().default(0),
  earlierOrders: z.number().default(0),
  countedBefore: z.boolean().default(false),
  expect: z.enum(['allow', 'hold', 'deny']),
});
export type FraudStory = z.output<typeof storySchema>;

/** Stories of honest and of fraudulent referrals, as data. */
export const fraudStories: readonly FraudStory[] = z.array(storySchema).parse([...honest, ...fraudulent]);

const profileOf = (id: string, person: FraudStory['friend']): Profile => ({
  ...newProfile({ id, tenant: 'shop', ids: [], referralCode: '', now: 0 }),
  ids: [
    ...person.emails.map((one) => `email:${one}`),
    ...person.phones.map((one) => `phone:${one}`),
    ...person.devices.map((one) => `anon:${one}`),
  ],
  traits: person.address === null ? {} : { address: person.address },
});

const marksOfPerson = (id: string, person: FraudStory['friend']): ReadonlyMap<string, string> => {
  const properties: JsonObject =
    person.payments[0] === undefined ? {} : { payment_fingerprint: person.payments[0] };
  const marks = marksOf({ profile: profileOf(id, person), event: { properties, context: {} } });
  return new Map(marks.map(({ kind, text }) => [`${kind}:${text}`, kind]));
};

/** What is known of the referral of a story; amounts in minor units, of which an order of 100 is one in name only. */
export const factsOfStory = (story: FraudStory): ReferralFacts => {
  const theirs = marksOfPerson('advocate', story.advocate);
  const own = marksOfPerson('friend', story.friend);
  const shared = markKinds.filter((kind) => [...own].some(([mark, of]) => of === kind && theirs.has(mark)));
  const closes = story.chain.indexOf('friend');
  return {
    isSelf: story.isSelf,
    isSuspended: false,
    shared,
    known: story.known,
    earlierOrders: story.earlierOrders,
    countedBefore: story.countedBefore,
    loop: closes < 0 ? 0 : closes + 2,
    isDisposable: emailsOf(profileOf('friend', story.friend)).some(isDisposable),
    lastHour: story.lastHour,
    lastDay: story.lastDay,
    onDevice: story.onDevice,
    order: story.order,
    minOrderMinor: 0,
    nearZeroMinor: 100,
  };
};

/** How a set of rules decides the stories. */
export type Confusion = {
  readonly honest: Readonly<Record<FraudDecision, number>>;
  readonly fraud: Readonly<Record<FraudDecision, number>>;
  /** Stories that are decided otherwise than by the default settings. */
  readonly others: readonly {
    readonly name: string;
    readonly decision: FraudDecision;
    readonly expected: FraudDecision;
  }[];
};

const none = { allow: 0, hold: 0, deny: 0 } as const;

/** Decides all stories by these settings, and counts. */
export const confusionOf = (input: {
  settings: FraudSettings;
  stories?: readonly FraudStory[];
}): Confusion => {
  const { settings, stories = fraudStories } = input;
  const decided = stories.map((story) => ({
    story,
    decision: scoreReferral({ facts: factsOfStory(story), settings }).decision,
  }));
  const count = (truth: FraudStory['truth']): Record<FraudDecision, number> => {
    const counts: Record<FraudDecision, number> = { ...none };
    for (const { story, decision } of decided) if (story.truth === truth) counts[decision] += 1;
    return counts;
  };
  return {
    honest: count('honest'),
    fraud: count('fraud'),
    others: decided.flatMap(({ story, decision }) =>
      decision === story.expect ? [] : [{ name: story.name, decision, expected: story.expect }],
    ),
  };
};

/** The confusion table as lines of text. */
export const confusionTable = ({ honest: kept, fraud }: Confusion): readonly string[] => {
  const row = (name: string, counts: Readonly<Record<FraudDecision, number>>): string =>
    `${name.padEnd(12)}${String(counts.allow).padStart(7)}${String(counts.hold).padStart(7)}${String(counts.deny).padStart(7)}`;
  return [`${' '.repeat(12)}  allow   hold   deny`, row('honest', kept), row('fraudulent', fraud)];
};
