import { z } from '@hono/zod-openapi';

import { isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { own } from '../../domain/json.ts';
import type { Activity } from '../../domain/profiles/activity.ts';
import { kindOf } from '../../domain/profiles/identities/identity-kinds.ts';
import { verifiedBy } from '../../domain/profiles/identities/identity-times.ts';
import type { ListedPerson } from './reads-port.ts';
import { pushServiceOf } from '../../domain/push/push-devices.ts';

/** A person as answers show them. */
export const profileSchema = z
  .object({
    id: z.string(),
    ids: z.array(z.string()).openapi({ description: 'Identities, as `kind:value`.' }),
    identities: z
      .array(
        z.object({
          kind: z.string(),
          value: z.string(),
          verified: z.boolean().openapi({
            description:
              'Whether it is known to be theirs: an address by a link that went there or a token of the shop, another identifier by the word of the shop. A device never is.',
          }),
          verifiedBy: z.enum(['shop', 'proof', 'link']).optional(),
          firstSeenAt: z.iso.datetime().optional(),
          lastSeenAt: z.iso.datetime().optional(),
        }),
      )
      .openapi({ description: 'The same, each with its kind, and since when it is known.' }),
    traits: z.record(z.string(), z.unknown()),
    traitSources: z
      .record(z.string(), z.object({ at: z.iso.datetime(), from: z.string().optional() }))
      .openapi({
        description:
          'When each trait was set, and by whom: `server`, `webhook:` with the plugin instance, `import`, `page`, `device`, `rule`, `journey`, `self-service`, `preference-centre`.',
      }),
    consents: z
      .record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            state: z.enum(['granted', 'withdrawn', 'expired']),
            at: z.iso.datetime(),
            source: z.string(),
            textVersion: z.string().optional(),
            basis: z.literal('implied').optional().openapi({
              description: 'It follows from what they did (`impliedConsent`); nobody said it.',
            }),
            expiresAt: z.iso.datetime().optional(),
            confirmed: z.boolean().optional(),
          }),
        ),
      )
      .openapi({ description: 'By channel, then topic; `*` stands for the whole channel.' }),
    computed: z.record(z.string(), z.unknown()).openapi({ description: 'Worked out from their orders.' }),
    activity: z
      .object({
        opens: z.int(),
        clicks: z.int(),
        sessions: z.int(),
        channels: z.record(z.string(), z.object({ opens: z.int(), clicks: z.int() })).optional(),
        preferredChannel: z.string().optional(),
      })
      .optional()
      .openapi({
        description:
          'How often they opened, clicked and visited, without what programs did in their name; absent of those who never did.',
      }),
    predictions: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'What is expected of them; absent where there is not enough data.' }),
    loyalty: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .optional()
      .openapi({ description: 'Their points by loyalty programme; absent where there never were any.' }),
    pushDevices: z
      .array(
        z.object({
          id: z.string(),
          service: z.string().openapi({ description: 'The host of its push service.' }),
          since: z.iso.datetime(),
          lastSeenAt: z.iso.datetime(),
        }),
      )
      .openapi({ description: 'Browsers that show notifications, the one that was given last first.' }),
    tags: z.array(z.string()),
    stage: z.string(),
    scores: z.object({ fit: z.number(), engagement: z.number() }),
    points: z.number(),
    segments: z.array(z.string()),
    referralCode: z.string(),
    referredBy: z.string().optional(),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
    restricted: z.boolean().optional().openapi({ description: 'They asked not to be processed.' }),
    reads: z
      .record(z.string(), z.array(z.int()))
      .openapi({ description: 'Hours of the day at which they read, by channel.' }),
    pressure: z
      .array(
        z.object({
          at: z.iso.datetime(),
          channel: z.string(),
          topic: z.string(),
          journey: z.string().optional(),
          step: z.string().optional(),
          message: z.string().optional(),
        }),
      )
      .openapi({ description: 'Marketing messages of late, as frequency caps count them.' }),
  })
  .openapi('Profile');

type Body = z.infer<typeof profileSchema>;

const activityBody = ({ channels, ...counts }: Activity): NonNullable<Body['activity']> => ({
  ...counts,
  ...(channels === undefined
    ? {}
    : {
        channels: Object.fromEntries(
          Object.entries(channels).map(([name, { opens, clicks }]) => [name, { opens, clicks }]),
        ),
      }),
});

const consentsBody = (profile: ListedPerson): Body['consents'] =>
  Object.fromEntries(
    Object.entries(profile.consents).map(([channel, topics]) => [
      channel,
      Object.fromEntries(
        Object.entries(topics).map(
          ([topic, { state, at, source, textVersion, basis, expiresAt, confirmed }]) => [
            topic,
            {
              state,
              at: new Date(at).toISOString(),
              source,
              ...given({ textVersion, basis, confirmed }),
              ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
            },
          ],
        ),
      ),
    ]),
  );

/** An identity with what is known of it. */
const identityBody = (profile: ListedPerson, id: string): Body['identities'][number] => {
  const kind = kindOf(id);
  const seen = profile.identityTimes?.find((one) => one.id === id);
  const by = seen === undefined ? undefined : verifiedBy(seen);
  return {
    kind,
    value: id.slice(kind.length + 1),
    verified: by !== undefined,
    ...given({ verifiedBy: by === 'page' ? undefined : by }),
    ...isoField('firstSeenAt', seen?.first),
    ...isoField('lastSeenAt', seen?.last),
  };
};

const sourcesBody = (profile: ListedPerson): Body['traitSources'] =>
  Object.fromEntries(
    Object.keys(profile.traits).flatMap((name): [string, Body['traitSources'][string]][] => {
      const at = own(profile.traitTimes, name);
      if (at === undefined) return [];
      return [
        [name, { at: new Date(at).toISOString(), ...given({ from: own(profile.traitFrom ?? {}, name) }) }],
      ];
    }),
  );

/** A profile as answers show it. */
export const profileBody = (profile: ListedPerson): Body => ({
  id: profile.id,
  ids: [...profile.ids],
  identities: profile.ids.map((id) => identityBody(profile, id)),
  traits: { ...profile.traits },
  traitSources: sourcesBody(profile),
  consents: consentsBody(profile),
  computed: { ...profile.computed },
  ...(profile.activity === undefined ? {} : { activity: activityBody(profile.activity) }),
  ...(profile.predictions === undefined ? {} : { predictions: { ...profile.predictions } }),
  ...(profile.loyalty === undefined
    ? {}
    : {
        loyalty: Object.fromEntries(Object.entries(profile.loyalty).map(([key, one]) => [key, { ...one }])),
      }),
  pushDevices: (profile.pushDevices ?? []).map((device) => ({
    id: device.id,
    service: pushServiceOf(device),
    since: new Date(device.since).toISOString(),
    lastSeenAt: new Date(device.seen).toISOString(),
  })),
  tags: [...profile.tags],
  stage: profile.stage,
  scores: { ...profile.scores },
  points: profile.points,
  segments: [...profile.segments],
  referralCode: profile.referralCode,
  ...given({ referredBy: profile.referredBy }),
  createdAt: profile.createdAt,
  lastSeenAt: profile.lastSeenAt,
  ...given({ restricted: profile.restricted }),
  reads: Object.fromEntries(Object.entries(profile.reads).map(([channel, hours]) => [channel, [...hours]])),
  pressure: profile.pressure.map(({ at, channel, topic, journey, step, message }) => ({
    at: new Date(at).toISOString(),
    channel,
    topic,
    ...given({ journey, step, message }),
  })),
});
