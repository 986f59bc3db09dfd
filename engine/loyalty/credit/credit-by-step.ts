import { CicloError } from '../../../domain/errors.ts';
import type { EffectResult } from '../../../domain/journey/effects.ts';
import { isObject } from '../../../domain/json.ts';
import { fromMinor, readAmount, toMinor } from '../../../domain/money.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { ChangeCredit } from './change-credit.ts';

/** Gives store credit for a step of a journey, once for each visit, whatever is repeated. */
export type CreditByStep = (input: {
  readonly tenant: string;
  readonly profileId: string;
  /** A decimal amount in the currency of the shop, or `{ minor, currency }` of a record. */
  readonly value: unknown;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly expiresAt?: number | undefined;
  /** The id of the visit. */
  readonly visit: string;
}) => Promise<{
  readonly result: EffectResult;
  /** The person as they are then. */
  readonly profile: Profile | undefined;
}>;

/** An amount of a step in minor units, with its currency; undefined when there is none above zero. */
const amountOf = (value: unknown, shop: string): { minor: number; currency: string } | undefined => {
  const whole = isObject(value) ? value['minor'] : undefined;
  const named = isObject(value) ? value['currency'] : undefined;
  const currency = typeof named === 'string' ? named : shop;
  const minor =
    typeof whole === 'number' && Number.isSafeInteger(whole)
      ? whole
      : toMinor({ amount: readAmount(value), currency });
  return minor === undefined || minor <= 0 ? undefined : { minor, currency };
};

/** Makes what a step does with store credit. A refusal is an outcome of the kind `none`, with its reason. */
export const createCreditByStep = (deps: {
  changeCredit: ChangeCredit;
  live: LiveWorkspaces;
  profiles: Pick<ProfileStore, 'get'>;
}): CreditByStep => {
  const none = (reason: string) => ({ result: { kind: 'none', reason } as const, profile: undefined });
  return async ({ tenant, profileId, value, reason, expiresAt, visit }) => {
    const { published } = await deps.live.of(tenant);
    const amount = amountOf(value, published.settings.currency);
    if (amount === undefined) return none('no-amount');
    const { minor, currency } = amount;
    const order = { tenant, profileId, currency, action: 'issue', amount: minor, reason, expiresAt } as const;
    try {
      const { outcome, account } = await deps.changeCredit({ ...order, key: `step:${visit}` });
      if (outcome.kind === 'refused') return none(outcome.reason);
      const decimal = (of: number): number => fromMinor({ minor: of, currency });
      const output = {
        amount: decimal(minor),
        currency,
        balance: decimal(account.state.balance),
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
      };
      const profile = await deps.profiles.get({ tenant, profileId: account.profileId });
      return { result: { kind: 'done', output }, profile };
    } catch (thrown) {
      // The person is gone.
      if (thrown instanceof CicloError && thrown.code === 'not-found') return none('no-such-person');
      throw thrown;
    }
  };
};
