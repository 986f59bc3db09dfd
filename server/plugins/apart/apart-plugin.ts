import { z } from 'zod';

import { messageOf } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { Guest } from '../../../platform/plugin-code/guest.ts';
import type { ActionInfo } from '../../../plugins/contract/actions/action.ts';
import type { Log } from '../../../plugins/contract/context.ts';
import type { Plugin } from '../../../plugins/contract/plugin.ts';
import { type About, type ActionAbout, boundSchema, namesSchema } from './about.ts';
import { apartInstance } from './apart-instance.ts';
import { packConfig } from './packed-config.ts';
import type { ApartQuestion, Place } from './questions.ts';
import { remoteSchema, shownSchema } from './remote-schema.ts';

/** The thread that computes for a plugin, and what starts one for an instance. */
export type Threads = {
  readonly host: Guest;
  readonly start: (input: { readonly log: Log }) => Guest;
  /** How long pure functions may take, in milliseconds. */
  readonly computeMs: number;
};

const isProblem = (value: unknown): value is Problem =>
  isObject(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';

/** Why an input could not be looked at. */
const unlooked = (thrown: unknown): Problem => ({
  code: 'plugin-misbehaved',
  path: 'input',
  message: `The plugin could not look at the input. ${messageOf(thrown)}`,
  hint: 'Correct the plugin.',
  severity: 'error',
});

const noReach = { trusted: new Set<string>(), hosts: [] };

const createAsk = (host: Guest) => {
  const ask = (question: ApartQuestion): unknown => host.askAtOnce(question);
  /** Names of things that the config says; undefined where the plugin fails on it. */
  const names = (op: 'hosts' | 'syncs', config: unknown): readonly string[] | undefined => {
    try {
      return namesSchema.parse(ask({ op, config: packConfig(config) }));
    } catch {
      // A plugin that fails on its own configuration says so when it is bound.
      return undefined;
    }
  };
  return { ask, names };
};

type Ask = ReturnType<typeof createAsk>['ask'];

const infoOf = (input: { ask: Ask; action: string; about: ActionAbout }): Omit<ActionInfo, 'earlier'> => {
  const { ask, action, about } = input;
  const { version } = about;
  return {
    ...about,
    input: remoteSchema({
      json: about.input,
      parse: (value) => ask({ op: 'input', action, version, value }),
    }),
    output: shownSchema(about.output),
  };
};

const actionsOf = (about: About, ask: Ask): Plugin['actions'] =>
  Object.fromEntries(
    Object.entries(about.actions).map(([action, { earlier, ...newest }]): [string, ActionInfo] => [
      action,
      {
        ...infoOf({ ask, action, about: newest }),
        earlier: earlier.map((one) => ({ ...infoOf({ ask, action, about: one }), earlier: [] })),
      },
    ]),
  );

const checkedBy = (ask: Ask, question: Extract<ApartQuestion, { op: 'check-input' }>): readonly Problem[] => {
  try {
    return z.array(z.custom<Problem>(isProblem)).parse(ask(question));
  } catch (thrown) {
    return [unlooked(thrown)];
  }
};

/** A plugin whose code runs in threads of its own, behind the same face as any other. */
export const apartPlugin = (input: {
  readonly about: About;
  readonly threads: Threads;
  /** Lets plain connections reach private networks. */
  readonly allowPrivate: boolean;
}): Plugin => {
  const { about, threads, allowPrivate } = input;
  const { host } = threads;
  const { ask, names } = createAsk(host);
  let keys = 0;
  const { id, version, name, contract, ownHosts, keptSecrets, webhooks, subscriptions, polls } = about;
  return {
    id,
    version,
    name,
    contract,
    ownHosts,
    keptSecrets,
    subscriptions,
    polls,
    webhooks: Object.fromEntries(
      Object.entries(webhooks).map(([key, { body, ...info }]) => [
        key,
        { ...info, ...(body === undefined ? {} : { body }) },
      ]),
    ),
    config: remoteSchema({
      json: about.config,
      parse: (config) => ask({ op: 'config', config: packConfig(config) }),
    }),
    hostsOf: (config) => names('hosts', config),
    syncsOf: (config) => names('syncs', config),
    actions: actionsOf(about, ask),
    checkInput: (written) => checkedBy(ask, { op: 'check-input', ...written }),
    bind: ({ config, tenant, instance, log, reach = noReach }) => {
      keys += 1;
      const place: Place = {
        key: keys,
        tenant,
        instance,
        config: packConfig(config),
        reach: { trusted: [...reach.trusted], hosts: reach.hosts },
        allowPrivate,
      };
      const bound = boundSchema.parse(ask({ op: 'bind', place }));
      if (!bound.ok) return { ok: false, error: new z.ZodError(bound.issues) };
      const guest = threads.start({ log });
      return {
        ok: true,
        bound: apartInstance({
          about,
          bound,
          ways: { place, host, guest, computeMs: threads.computeMs },
          log,
        }),
      };
    },
  };
};
