import { readFile } from 'node:fs/promises';

import colors from 'picocolors';
import { z } from 'zod';

import { CicloError } from '../../domain/errors.ts';
import { parseCall } from '../../domain/events/segment-call.ts';
import { explain } from '../../domain/ledger/explain.ts';
import { loadMessage } from '../../domain/messages/load-message.ts';
import { newProfile, type Profile } from '../../domain/profiles/profile.ts';
import { simulate } from '../../domain/simulate/simulate.ts';
import type { SimulatedEvent } from '../../domain/simulate/simulation.ts';
import { toSimulatedMessage } from '../../domain/simulate/to-simulated-message.ts';
import type { JsonObject } from '../../domain/json.ts';
import { readWorkspace } from '../read-workspace.ts';
import { problemText, type Say } from '../say.ts';
import { buildWorkspace } from '../workspace/build-workspace.ts';

const personSchema = z.looseObject({
  traits: z.record(z.string(), z.json()).default({}),
  /** Channels on which they agreed to marketing. */
  consents: z.array(z.string()).default(['email']),
  tags: z.array(z.string()).default([]),
  stage: z.string().default('lead'),
});

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (thrown) {
    throw new CicloError({
      code: 'invalid-input',
      message: `${file} cannot be read as JSON.`,
      cause: thrown,
    });
  }
};

const personOf = (input: { given: unknown; tenant: string; now: number }): Profile => {
  const { traits, consents, tags, stage } = personSchema.parse(input.given);
  const { email } = traits;
  const ids = ['user:simulated', ...(typeof email === 'string' ? [`email:${email.toLowerCase()}`] : [])];
  const said = { state: 'granted', at: input.now, source: 'simulation' } as const;
  const base = newProfile({
    id: 'p_simulated',
    tenant: input.tenant,
    ids,
    referralCode: 'FRIEND-SIMULATE',
    now: input.now,
  });
  return {
    ...base,
    traits,
    tags,
    stage,
    consents: Object.fromEntries(consents.map((channel) => [channel, { '*': said }])),
  };
};

const eventsOf = (input: { given: unknown; tenant: string; now: number }): readonly SimulatedEvent[] => {
  const calls = z.array(z.looseObject({ about: z.string().optional() })).parse(input.given);
  return calls.map(({ about, ...call }, n) => {
    const parsed = parseCall({
      call: { type: 'track', userId: 'simulated', ...call },
      receivedAt: Number.MAX_SAFE_INTEGER,
      source: 'api',
      idFrom: () => `simulated-${n}`,
    });
    if (!parsed.ok) {
      const { message, mend } = parsed;
      throw new CicloError({ code: 'invalid-input', message: `Event ${n + 1}: ${message} ${mend}` });
    }
    const event = { ...parsed.event, tenant: input.tenant, receivedAt: parsed.event.timestamp };
    return about === undefined ? event : { ...event, about };
  });
};

const fallbackEvents = (input: { on: string | undefined; now: number; properties: JsonObject }): unknown =>
  input.on === undefined
    ? []
    : [{ event: input.on, timestamp: new Date(input.now).toISOString(), properties: input.properties }];

/** `ciclo simulate`: plays a journey for one person with the engine's own reducer and rules, and sends nothing. */
export const runSimulate = async (input: {
  journey: string;
  dir: string;
  profile: string;
  events: string | undefined;
  say: Say;
}): Promise<number> => {
  const { say } = input;
  const built = await buildWorkspace({ files: await readWorkspace(input.dir) });
  if (!built.ok) {
    for (const problem of built.problems) say(problemText(problem));
    return 1;
  }
  const workspace = built.value;
  const definition = workspace.journeys.find((journey) => journey.key === input.journey);
  if (definition === undefined) {
    const names = workspace.journeys.map((journey) => journey.key).join(', ');
    throw new CicloError({
      code: 'not-found',
      message: `There is no journey ${input.journey}; there are ${names}.`,
    });
  }
  const { tenant } = workspace.settings;
  const now = Date.now();
  const on = 'on' in definition.entry ? definition.entry.on : undefined;
  const given =
    input.events === undefined ? fallbackEvents({ on, now, properties: {} }) : await readJson(input.events);
  const events = eventsOf({ given, tenant, now });
  const start = Math.min(now, ...events.map((event) => event.timestamp));
  const played = await simulate({
    journey: definition,
    workspace: {
      ...workspace,
      messages: new Map(
        workspace.messages.map((message) => [message.key, toSimulatedMessage(loadMessage(message))]),
      ),
    },
    profile: personOf({ given: await readJson(input.profile), tenant, now: start }),
    events,
    start,
    holdout: false,
    ...(on === undefined ? { enter: [{ at: start }] } : {}),
  });
  for (const refused of played.refused) {
    say(colors.yellow(`${new Date(refused.at).toISOString()}  did not enter: ${refused.reason}`));
  }
  for (const run of played.runs) {
    say(colors.bold(`\n${definition.name}${run.entryKey === '' ? '' : ` (${run.entryKey})`}`));
    for (const item of run.timeline) {
      const when = colors.dim(new Date(item.at).toISOString().slice(0, 16).replace('T', ' '));
      say(`${when}  ${explain({ decision: item, definition, zone: workspace.settings.timezone })}`);
      if (item.message !== undefined) say(`                  ${colors.green(`✉ ${item.message.subject}`)}`);
    }
    say(
      `${colors.bold('Ended:')} ${run.outcome ?? 'it still waits'}${run.converted ? `, converted${run.value === undefined ? '' : ` (${run.value})`}` : ''}`,
    );
  }
  return 0;
};
