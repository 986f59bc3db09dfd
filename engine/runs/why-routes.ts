import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { notFound } from '../../domain/errors.ts';
import {
  sayNeverEntered,
  sayNobodySends,
  sayRunWhy,
  stepsSending,
  whyOfRun,
} from '../../domain/ledger/why-message.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { DecisionReads, RunReads } from './reads-port.ts';
import type { MessageReads } from '../messages/reads-port.ts';
import type { JourneyReads } from '../journeys/reads-port.ts';
import type { PeopleReads } from '../people/reads-port.ts';
import type { DecisionView, MessageView, RunView } from '../../api/ports/views.ts';
import { createDefinitionOf, createExplainer, decisionSchema, type Reader } from './decision-body.ts';
import { createRowsByRun } from './rows-by-run.ts';
import {
  answer,
  commonProblems,
  createRoutes,
  instant,
  iso,
  notFoundProblem,
  text,
  withKey,
} from '../../api/admin/kit.ts';
import { messageBody, messageSchema } from '../messages/messages-routes.ts';
import { readerQuery } from '../../api/admin/reader.ts';

const runWhySchema = z
  .object({
    why: z.enum(['sent', 'not-sent', 'put-off', 'on-the-way', 'held-out', 'left-before']),
    text: z.string(),
    run: z.string(),
    journey: z.string(),
    version: z.int(),
    enteredAt: instant,
    because: z.array(decisionSchema).openapi({ description: 'The decisions that say why, oldest first.' }),
    messages: z.array(messageSchema),
  })
  .openapi('WhyRun');

const whySchema = z.object({
  profileId: z.string(),
  message: z.string(),
  answer: z
    .enum([
      'sent',
      'not-sent',
      'put-off',
      'on-the-way',
      'held-out',
      'left-before',
      'never-entered',
      'nobody-sends-it',
    ])
    .openapi({ description: '`sent` if it ever was; otherwise what holds of the latest run.' }),
  text: z.string(),
  runs: z.array(runWhySchema).openapi({ description: 'The latest first.' }),
  neverEntered: z.array(z.object({ journey: z.string(), text: z.string() })),
  turnedAway: z.array(decisionSchema).openapi({
    description:
      'When such a journey did not let them in, and why, oldest first; each reason at most once a day.',
  }),
});

type RunWhyBody = z.infer<typeof runWhySchema>;
type WhyBody = z.infer<typeof whySchema>;

const route = createRoute({
  method: 'get',
  path: '/profiles/{id}/why',
  tags: ['Profiles'],
  summary: 'Why did, or did not, this person get this message?',
  security: withKey,
  request: {
    params: z.object({ id: text(200) }),
    query: z.object({
      message: text(64).openapi({ description: 'The key of the message.' }),
      ...readerQuery.shape,
    }),
  },
  responses: {
    200: answer({ description: 'The answer, with the decisions behind it.', schema: whySchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

/** Of each journey the latest runs of a person are looked at, and of each run so many rows and messages. */
const runsMax = 20;
const rowsMax = 200;
const messagesMax = 50;
const turnedAwayMax = 20;

type WhyReads = {
  readonly journeyReads: JourneyReads;
  readonly runReads: RunReads;
  readonly decisionReads: DecisionReads;
  readonly messageReads: MessageReads;
};

type Asked = {
  readonly reads: WhyReads;
  readonly tenant: string;
  readonly profileId: string;
  readonly message: string;
  readonly reader: Reader;
  readonly definitionOf: ReturnType<typeof createDefinitionOf>;
  readonly explainRow: ReturnType<typeof createExplainer>;
};

const explainRun = async (input: {
  asked: Asked;
  run: RunView;
  newestFirst: readonly DecisionView[];
  messages: readonly MessageView[];
}): Promise<RunWhyBody> => {
  const { asked, run, newestFirst, messages } = input;
  const { message, reader, definitionOf, explainRow } = asked;
  const definition = await definitionOf(run);
  const rows = newestFirst.toReversed();
  const own = messages.filter((one) => one.message === message);
  const steps = [
    ...(definition === undefined ? [] : stepsSending({ definition, message })),
    ...own.map((one) => one.step),
  ];
  const isSent = own.some((one) => one.status === 'accepted' || one.status === 'sending');
  const { why, because } = whyOfRun({ run, rows, steps, isSent });
  const name = definition?.name ?? run.journey;
  return {
    why,
    text: sayRunWhy({ why, message, journey: name, enteredAt: run.enteredAt, ...reader }),
    run: run.id,
    journey: run.journey,
    version: run.version,
    enteredAt: iso(run.enteredAt),
    because: await Promise.all(because.map(explainRow)),
    messages: own.map((one) => messageBody(one, reader)),
  };
};

/** The runs of a person in journeys that could have sent the message, or did. */
const explainRuns = async (input: {
  asked: Asked;
  journeys: readonly string[];
}): Promise<readonly RunWhyBody[]> => {
  const { asked, journeys } = input;
  const { reads, tenant, profileId } = asked;
  const found = await Promise.all(
    journeys.map((journey) => reads.runReads.runs({ tenant, profileId, journey, limit: runsMax })),
  );
  const runs = found.flat();
  const ids = runs.map(({ id }) => id);
  const rowsOf = createRowsByRun<DecisionView>({
    most: rowsMax,
    read: (of) => reads.decisionReads.decisions({ tenant, profileId, ...of }),
  });
  const messagesOf = createRowsByRun<MessageView>({
    most: messagesMax,
    read: (of) => reads.messageReads.messages({ tenant, profileId, ...of }),
  });
  const [rows, messages] = await Promise.all([rowsOf(ids), messagesOf(ids)]);
  return Promise.all(
    runs.map((run) => explainRun({ asked, run, newestFirst: rows(run.id), messages: messages(run.id) })),
  );
};

/** When the door of these journeys turned the person away. */
const explainTurnedAway = async (input: {
  asked: Asked;
  journeys: readonly string[];
}): Promise<WhyBody['turnedAway']> => {
  const { asked, journeys } = input;
  const { reads, tenant, profileId, explainRow } = asked;
  if (journeys.length === 0) return [];
  const which = { journeys, kinds: ['not-entered'], limit: turnedAwayMax } as const;
  const newestFirst = await reads.decisionReads.decisions({ tenant, profileId, ...which });
  return Promise.all(newestFirst.toReversed().map(explainRow));
};

const overall = (input: { asked: Asked; runs: WhyBody['runs']; never: WhyBody['neverEntered'] }) => {
  const { asked, runs, never } = input;
  const main = runs.find((run) => run.why === 'sent') ?? runs[0];
  if (main !== undefined) return { answer: main.why, text: main.text };
  const [first] = never;
  return first === undefined
    ? {
        answer: 'nobody-sends-it' as const,
        text: sayNobodySends({ message: asked.message, ...asked.reader }),
      }
    : { answer: 'never-entered' as const, text: first.text };
};

const explainMessage = async (asked: Asked): Promise<WhyBody> => {
  const { reads, tenant, profileId, message, reader } = asked;
  const [senders, sent] = await Promise.all([
    reads.journeyReads.senders({ tenant, message }),
    // Also a journey that sends it no longer, if it once sent it to them.
    reads.messageReads.messages({ tenant, profileId, limit: 200 }),
  ]);
  const former = sent.filter((one) => one.message === message).map((one) => one.journey);
  const journeys = [...new Set([...senders.map((one) => one.key), ...former])];
  const [found, turnedAway] = await Promise.all([
    explainRuns({ asked, journeys }),
    explainTurnedAway({ asked, journeys }),
  ]);
  const runs = found.toSorted((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1));
  const never = senders
    .filter((one) => !runs.some((run) => run.journey === one.key))
    .map((one) => ({
      journey: one.key,
      text: sayNeverEntered({ message, definition: one.definition, ...reader }),
    }));
  const answered = overall({ asked, runs, never });
  return { profileId, message, ...answered, runs, neverEntered: never, turnedAway };
};

/** `/api/profiles/:id/why`: the answer to the question marketers are asked most. */
export const whyRoutes = (deps: WhyReads & { readonly peopleReads: PeopleReads }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { tenant } = c.get('key');
    const { peopleReads, journeyReads, runReads, decisionReads, messageReads } = deps;
    const reads = { journeyReads, runReads, decisionReads, messageReads };
    const profile = await peopleReads.profile({ tenant, id: c.req.valid('param').id });
    if (profile === undefined) {
      throw notFound('person');
    }
    const { message, ...reader } = c.req.valid('query');
    const definitionOf = createDefinitionOf({ journeyReads, tenant });
    const explainRow = createExplainer({ definitionOf, reader });
    const asked = { reads, tenant, profileId: profile.id, message, reader, definitionOf, explainRow };
    return c.json(await explainMessage(asked), 200);
  });
