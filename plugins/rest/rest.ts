import { type Auth, definePlugin } from '../contract.ts';
import { callInput, callOutput, findCall, runCall } from './calls.ts';
import { config, type RestConfig } from './config.ts';
import { meaningOf } from './meaning.ts';
import { restObject } from './object.ts';
import { send } from './send.ts';

const authOf = ({ auth }: RestConfig): Auth | undefined => {
  switch (auth.by) {
    case 'bearer':
      return { kind: 'bearer', token: auth.token };
    case 'basic':
      return { kind: 'basic', user: auth.user, password: auth.password };
    case 'header':
      return { kind: 'header', name: auth.name, value: auth.value };
    case 'oauth2': {
      const { by: _by, ...oauth } = auth;
      return { kind: 'oauth2', ...oauth };
    }
    // What stands in the address is written there.
    default:
      return undefined;
  }
};

const limits = ({ rate }: RestConfig) =>
  rate === undefined ? [] : [{ scope: 'account', rate: rate.calls, perMs: rate.perSeconds * 1000 }];

/** Any service with a REST API, mapped in JSON: named calls for steps, and kinds of records for syncs. */
export const restPlugin = definePlugin({
  id: 'rest',
  version: '1.0.0',
  name: 'REST',
  config,
  hosts: ({ url }) => [new URL(url).host],
  auth: authOf,
  actions: (action) => {
    const shared = { input: callInput, output: callOutput, limits };
    return {
      read: action({ ...shared, title: 'Read from the service', effect: 'read', run: runCall('read') }),
      set: action({
        ...shared,
        title: 'Set something at the service',
        effect: 'write',
        idempotency: 'natural-key',
        run: runCall('set'),
      }),
      create: action({
        ...shared,
        title: 'Create something at the service, once',
        effect: 'write',
        idempotency: 'check-then-act',
        find: findCall,
        run: runCall('create'),
      }),
      send: action({
        ...shared,
        title: 'Send something to the service',
        effect: 'write',
        idempotency: 'none',
        run: runCall('send'),
      }),
    };
  },
  syncs: ({ objects }) =>
    Object.fromEntries(Object.entries(objects).map(([name, object]) => [name, restObject(name, object)])),
  health: async (ctx) => {
    const { health } = ctx.config;
    if (health === undefined) return { ok: true };
    const asked = await send({ ctx, request: health, scope: {} });
    if (asked.kind !== 'answer') return { ok: false, message: asked.message };
    const meaning = meaningOf(ctx, asked.answer);
    return meaning.kind === 'failed' ? { ok: false, message: meaning.failure.message } : { ok: true };
  },
});
