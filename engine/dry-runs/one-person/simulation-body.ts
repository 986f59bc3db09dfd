import { z } from '@hono/zod-openapi';

import { instant, iso } from '../../../api/admin/kit.ts';
import { given } from '../../../api/admin/paging.ts';
import { explain } from '../../../domain/ledger/explain.ts';
import type { RefusedEntry, SimulatedRun, TimelineItem } from '../../../domain/simulate/simulation.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { profileBody, profileSchema } from '../../people/profile-body.ts';
import type { Simulated } from './simulate-person.ts';

const messageSchema = z.object({
  message: z.string(),
  channel: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z
    .string()
    .optional()
    .openapi({ description: 'As it would be handed to the channel; left out behind the first 50 messages.' }),
});

const momentSchema = z
  .object({
    at: instant,
    step: z.string().nullable().openapi({ description: 'Null for what concerns the whole run.' }),
    visit: z.int(),
    kind: z.string(),
    reason: z.string().optional(),
    text: z.string().openapi({ description: 'What was decided and why, as a sentence.' }),
    chosen: z.literal(true).optional().openapi({ description: 'It was chosen (`choose`), not decided.' }),
    message: messageSchema.optional(),
  })
  .openapi('SimulatedMoment');

const runSchema = z.object({
  key: z.string(),
  enteredAt: instant,
  outcome: z.string().nullable().openapi({ description: 'Null while it has not ended.' }),
  waiting: z.object({ step: z.string(), until: instant.nullable() }).nullable(),
  converted: z.boolean(),
  convertedAt: instant.optional(),
  value: z.number().optional(),
  moments: z.array(momentSchema),
});

const personSchema = z
  .object({
    at: instant,
    ...profileSchema.pick({
      traits: true,
      consents: true,
      computed: true,
      loyalty: true,
      tags: true,
      stage: true,
      scores: true,
      points: true,
      segments: true,
    }).shape,
  })
  .openapi('SimulatedPerson');

export const simulationSchema = z
  .object({
    journey: z.string(),
    profileId: z.string(),
    from: instant,
    until: instant,
    end: instant.openapi({ description: 'When the last thing happened.' }),
    isCut: z.boolean().openapi({ description: 'Too much happened: something goes on forever.' }),
    runs: z.array(runSchema),
    refused: z.array(
      z.object({ at: instant, event: z.string().nullable(), reason: z.string(), text: z.string() }),
    ),
    profiles: z
      .array(personSchema)
      .openapi({ description: 'The person from each instant on at which something of them changed.' }),
  })
  .openapi('SimulatedPath');

type Body = z.infer<typeof simulationSchema>;
type Done = Extract<Simulated, { kind: 'simulated' }>;
type Reader = { readonly locale?: 'en' | 'es' | undefined; readonly zone?: string | undefined };
type Telling = { readonly done: Done; readonly reader: Reader; readonly withHtml: ReadonlySet<string> };

/** So many runs are told, so many moments of each, and so many mails with how they look. */
const runsMost = 50;
const momentsMost = 500;
const htmlMost = 50;

const momentBody = ({ done, reader, withHtml }: Telling, item: TimelineItem) => {
  const { at, step, visit, kind, reason, message, chosen } = item;
  return {
    at: iso(at),
    step,
    visit,
    kind,
    ...given({ reason, chosen }),
    text: explain({ decision: item, definition: done.journey, ...reader }),
    ...(message === undefined
      ? {}
      : {
          message: {
            message: message.message,
            channel: message.channel,
            to: message.to,
            subject: message.subject,
            text: message.text,
            ...given({ html: withHtml.has(message.messageId) ? message.html : undefined }),
          },
        }),
  };
};

const runBody = (telling: Telling, run: SimulatedRun): Body['runs'][number] => {
  const { waiting, convertedAt, value } = run;
  return {
    key: run.entryKey,
    enteredAt: iso(run.enteredAt),
    outcome: run.outcome,
    waiting:
      waiting === null
        ? null
        : { step: waiting.step, until: waiting.until === null ? null : iso(waiting.until) },
    converted: run.converted,
    ...given({ convertedAt: convertedAt === undefined ? undefined : iso(convertedAt), value }),
    moments: run.timeline.slice(0, momentsMost).map((item) => momentBody(telling, item)),
  };
};

const refusedBody = ({ done, reader }: Telling, refused: RefusedEntry): Body['refused'][number] => {
  const { at, event, reason, because = [] } = refused;
  const detail = { event, because: z.json().parse(because) };
  const decision = { at, step: null, visit: 0, kind: 'not-entered', reason, detail } as const;
  return { at: iso(at), event, reason, text: explain({ decision, definition: done.journey, ...reader }) };
};

const personBody = ({ at, profile }: { at: number; profile: Profile }): Body['profiles'][number] => {
  const { traits, consents, computed, loyalty, tags, stage, scores, points, segments } = profileBody(profile);
  return {
    at: iso(at),
    traits,
    consents,
    computed,
    ...given({ loyalty }),
    tags,
    stage,
    scores,
    points,
    segments,
  };
};

/** What happened to one person in a play, instant by instant. */
export const simulationBody = (input: { done: Done; profileId: string; reader: Reader }): Body => {
  const { done, profileId, reader } = input;
  const { simulation } = done;
  const withHtml = new Set(simulation.messages.slice(0, htmlMost).map(({ messageId }) => messageId));
  const telling: Telling = { done, reader, withHtml };
  return {
    journey: done.journey.key,
    profileId,
    from: iso(done.from),
    until: iso(done.until),
    end: iso(simulation.end),
    isCut: simulation.isCut,
    runs: simulation.runs.slice(0, runsMost).map((run) => runBody(telling, run)),
    refused: simulation.refused.slice(0, momentsMost).map((one) => refusedBody(telling, one)),
    profiles: (simulation.profiles ?? []).map(personBody),
  };
};
