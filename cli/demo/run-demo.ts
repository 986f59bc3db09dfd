import { rm } from 'node:fs/promises';
import { relative } from 'node:path';

import colors from 'picocolors';
import { z } from 'zod';

import { atLocal, zonedAt } from '../../domain/time/local.ts';
import { type Environment, loadConfig } from '../../platform/config.ts';
import { freePort } from '../../platform/free-port.ts';
import { type EngineClient, engineClient } from '../engine-client.ts';
import { type RunningEngine, startAll } from '../../server/start-all.ts';
import { type Say, table } from '../../platform/say.ts';
import { tellWhereItRuns } from '../run-engine.ts';
import type { StrayErrors } from '../../platform/stray-errors.ts';
import { type BackOffice, createBackOffice } from './back-office.ts';
import { bringIn } from './bring-in.ts';
import { demoSettings, shopSecret } from './demo-settings.ts';
import { createFollow } from './follow.ts';
import { click, compareMails, sendForm, unsubscribe } from './mails.ts';
import { createShopFront } from './shop-front.ts';
import { readStory, type Story } from './story.ts';

const zone = 'Europe/Madrid';

type Stage = {
  readonly running: RunningEngine;
  readonly client: EngineClient;
  readonly shop: ReturnType<typeof createShopFront>;
  readonly team: BackOffice;
  readonly story: Story;
  readonly follow: ReturnType<typeof createFollow>;
  readonly people: Map<string, { name: string; id: string }>;
  readonly codes: Map<string, string>;
  readonly say: Say;
};

const clockSchema = z.looseObject({ now: z.string() });

const nowOf = async (stage: Stage): Promise<number> =>
  Date.parse(clockSchema.parse(await stage.client.call({ path: '/api/clock' })).now);

const advance = async (stage: Stage, by: string): Promise<void> => {
  const answer = await stage.client.call({ path: '/api/clock/advance', body: { by } });
  const now = clockSchema.parse(answer).now;
  stage.say(colors.magenta(`\n⏩ ${by} later: ${now.slice(0, 16).replace('T', ' ')} UTC`));
};

const profileSchema = z.looseObject({ id: z.string(), referralCode: z.string() });

/** Learns the ids and referral codes of the people of the story that the engine knows by now. */
const meet = async (stage: Stage): Promise<void> => {
  for (const name of Object.keys(stage.story.people)) {
    if (stage.people.has(name)) continue;
    const found = z
      .looseObject({ profiles: z.array(profileSchema) })
      .parse(await stage.client.call({ path: `/api/profiles?email=${name}%40example.com` }));
    const [profile] = found.profiles;
    if (profile === undefined) continue;
    stage.people.set(name, { name: stage.story.people[name] ?? name, id: profile.id });
    stage.codes.set(name, profile.referralCode);
  }
};

/** Waits until everything that came in was dispatched. */
const dispatched = async (stage: Stage): Promise<void> => {
  const { engine } = stage.running.assembled;
  await engine.webhookQueue.idle();
  await engine.dispatcher.idle();
  await engine.webhookQueue.idle();
  await engine.dispatcher.idle();
};

/** The same, with what the loops find due: points, products that are back, what is likely to be used up. They would find it by themselves, some seconds later. */
const settle = async (stage: Stage): Promise<void> => {
  const { assembled, tenant } = stage.running;
  const { turnPoints, tellNews, tellReplenishment } = assembled.engine;
  await dispatched(stage);
  for (let isMore = true; isMore;) {
    const points = await turnPoints.turn(tenant);
    const news = await tellNews();
    isMore = (await tellReplenishment(tenant)) || news || points === 'more';
    await dispatched(stage);
  }
};

const playStep = async (stage: Stage, step: Story['steps'][number]): Promise<void> => {
  const { shop, say, running } = stage;
  const mailbox = running.inbox?.mailbox;
  if (step.say !== undefined) say(colors.bold(`\n${step.say}`));
  const now = await nowOf(stage);
  if (step.segment !== undefined) await shop.segment({ calls: step.segment, now });
  if (step.import !== undefined)
    await bringIn({
      ...step.import,
      client: stage.client,
      say: (line) => say(colors.dim(`  ${line}`)),
      now,
      zone,
    });
  for (const name of step.webhooks ?? []) {
    const status = await shop.webhook({ name, now, codes: stage.codes });
    say(colors.dim(`  webhook ${name}: ${status}`));
  }
  if (step.forged !== undefined)
    say(colors.dim(`  forged ${step.forged}: ${await shop.forged({ name: step.forged, now })}`));
  if (step.unsubscribe !== undefined && mailbox !== undefined)
    await unsubscribe({ mailbox, person: step.unsubscribe });
  if (step.click !== undefined && mailbox !== undefined) await click({ mailbox, person: step.click });
  if (step.api !== undefined) await stage.team.do({ calls: step.api, people: stage.people, now });
  if (step.form !== undefined && mailbox !== undefined) await sendForm({ mailbox, ...step.form });
  if (step.advance !== undefined) await advance(stage, step.advance);
  await settle(stage);
  await meet(stage);
  await stage.follow(stage.people);
};

const journeysSchema = z.looseObject({
  journeys: z.array(
    z.looseObject({ key: z.string(), entered: z.number(), active: z.number(), converted: z.number() }),
  ),
});
const funnelSchema = z.looseObject({
  outcomes: z.array(z.looseObject({ outcome: z.string(), runs: z.number() })),
});

const tellJourneys = async (stage: Stage): Promise<void> => {
  const { journeys } = journeysSchema.parse(await stage.client.call({ path: '/api/journeys' }));
  const rows = await Promise.all(
    journeys.map(async ({ key, entered, active, converted }) => {
      const funnel = funnelSchema.parse(await stage.client.call({ path: `/api/journeys/${key}/funnel` }));
      const sent = z
        .looseObject({ messages: z.array(z.unknown()) })
        .parse(await stage.client.call({ path: `/api/messages?journey=${key}&limit=200` }));
      const outcomes = funnel.outcomes.map(({ outcome, runs }) => `${outcome} ${runs}`).join(', ');
      return [key, entered, active, converted, outcomes, sent.messages.length];
    }),
  );
  stage.say('');
  stage.say(table({ head: ['journey', 'entered', 'waiting', 'converted', 'ended', 'mails'], rows }));
};

const play = async (stage: Stage): Promise<number> => {
  // The story begins at ten in the morning of the shop, so that it is the same whenever it is played.
  const now = await nowOf(stage);
  const today = zonedAt({ at: now, zone }).toPlainDate();
  const tomorrow = atLocal({ day: today.add({ days: 1 }), time: '10:00', zone });
  await stage.running.assembled.advance({ tenant: stage.running.tenant, byMs: tomorrow - now });
  for (const step of stage.story.steps) await playStep(stage, step);
  await tellJourneys(stage);
  const mailbox = stage.running.inbox?.mailbox;
  if (mailbox === undefined) return 1;
  const differences = await compareMails({ mailbox, client: stage.client, story: stage.story });
  stage.say('');
  for (const difference of differences) stage.say(colors.red(difference));
  if (differences.length > 0) return 1;
  stage.say(colors.green(`All ${mailbox.list().length} expected mails arrived over SMTP, and no others.`));
  return 0;
};

/** `ciclo demo`: a shop's three weeks in a minute; stays up after it unless `once`. Answers the exit code. */
export const runDemo = async (input: {
  once: boolean;
  env: Environment;
  say: Say;
  strays: StrayErrors;
}): Promise<number> => {
  const { say, strays } = input;
  const env = demoSettings({ env: input.env, port: await freePort() });
  await rm(env.CICLO_DATA, { recursive: true, force: true });
  let running: RunningEngine | undefined;
  try {
    running = await startAll({
      part: 'all',
      env,
      say,
      source: process,
      exit: (code) => process.exit(code),
      logFormat: 'text',
      strays,
    });
    await tellWhereItRuns({ running, config: loadConfig(env) });
    const url = running.url ?? '';
    const client = engineClient({ url, apiKey: running.secrets.apiKey.reveal() });
    const stage: Stage = {
      running,
      client,
      shop: createShopFront({ url, secret: shopSecret, writeKey: running.secrets.writeKey.reveal(), zone }),
      team: createBackOffice({ client, zone }),
      story: await readStory(),
      follow: createFollow({ client, say }),
      people: new Map(),
      codes: new Map(),
      say,
    };
    const code = await play(stage);
    if (input.once) {
      await running.stop();
      return code;
    }
    say('\nIt stays up; look around:');
    for (const line of running.lines) say(`  ${line}`);
    say(
      `  Commands   CICLO_DATA=${relative('', env.CICLO_DATA)} ciclo why fay@example.com   (in another terminal)`,
    );
    say('  Ctrl-C stops it.');
    await running.ended;
    return code;
  } catch (thrown) {
    await running?.stop();
    throw thrown;
  }
};
