import type { Bound, BoundAction, BoundSubscriptions, BoundWebhook } from '../contract/plugin.ts';

/** Runs code of a plugin so that what it throws where nothing waits for it is known to be its own. */
export type Within = <T>(run: () => T) => T;

const ownedAction = (action: BoundAction, within: Within): BoundAction => ({
  ...action,
  earlier: action.earlier.map((one) => ownedAction(one, within)),
  prepare: (input) => {
    const prepared = within(() => action.prepare(input));
    if (!prepared.ok) return prepared;
    const { run, find } = prepared;
    return {
      ok: true,
      run: (call) => within(() => run(call)),
      ...(find === undefined ? {} : { find: (call) => within(() => find(call)) }),
    };
  },
});

const ownedWebhook = (webhook: BoundWebhook, within: Within): BoundWebhook => ({
  ...webhook,
  verify: (arrival, request) => within(() => webhook.verify(arrival, request)),
  normalise: (arrival, request) => within(() => webhook.normalise(arrival, request)),
  handshake: (arrival, request) => within(() => webhook.handshake(arrival, request)),
  keyUrl: (arrival, request) => within(() => webhook.keyUrl(arrival, request)),
  confirmUrl: (arrival, request) => within(() => webhook.confirmUrl(arrival, request)),
});

const ownedSubscriptions = (one: BoundSubscriptions, within: Within): BoundSubscriptions => ({
  ...one,
  list: (call) => within(() => one.list(call)),
  create: (call, wanted) => within(() => one.create(call, wanted)),
  remove: (call, named) => within(() => one.remove(call, named)),
});

const mapped = <T>(values: ReadonlyMap<string, T>, change: (value: T) => T): ReadonlyMap<string, T> =>
  new Map([...values].map(([name, value]) => [name, change(value)]));

/** An instance all of whose code runs `within`, wherever the runtime calls it. */
export const owned = (bound: Bound, within: Within): Bound => {
  const { hashPerson } = bound;
  return {
    ...bound,
    actions: mapped(bound.actions, (action) => ownedAction(action, within)),
    hashPerson: hashPerson === undefined ? undefined : (person) => within(() => hashPerson(person)),
    webhooks: mapped(bound.webhooks, (webhook) => ownedWebhook(webhook, within)),
    subscriptions: mapped(bound.subscriptions, (one) => ownedSubscriptions(one, within)),
    polls: mapped(bound.polls, (poll) => ({
      ...poll,
      run: (call, cursor) => within(() => poll.run(call, cursor)),
    })),
    syncs: mapped(bound.syncs, (sync) => ({
      ...sync,
      run: (call, ask) => within(() => sync.run(call, ask)),
    })),
    ready: () => within(bound.ready),
    health: (call) => within(() => bound.health(call)),
    close: () => within(bound.close),
  };
};
