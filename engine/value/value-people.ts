import { randomUUID } from 'node:crypto';

import { hashId } from '../../domain/hash.ts';
import { localDay } from '../../domain/time/local.ts';
import { type Figures, figuresOf, withFigures } from '../../domain/value/figures.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ChangeProfile } from '../people/change-profile.ts';
import type { CurrentMeasures } from './current-measures.ts';
import { measureTenant } from './measure-tenant.ts';
import type { BuyerRow, Pass, ValueLease, ValueState, ValueStore } from './ports.ts';

type Deps = {
  readonly values: ValueStore;
  readonly measures: CurrentMeasures;
  readonly live: LiveWorkspaces;
  readonly changeProfile: ChangeProfile;
  readonly clock: Clock;
};

/** One piece of work on the customers of a tenant; true when there is more to do at once. */
export type ValuePeople = (tenant: string) => Promise<boolean>;

const pageSize = 200;
/** Profiles changed side by side. */
const atOnce = 16;
/** A process that was silent for so long (real time) is taken for gone. */
const leaseMs = 120_000;

const emptyPass: Pass = { groups: {}, predicted: 0, changed: 0 };

const isSame = (row: BuyerRow, { rfm, predictions }: Figures): boolean =>
  JSON.stringify([row.computed.rfm, row.predictions]) === JSON.stringify([rfm, predictions]);

/** Measures the buyers of a tenant for a day; undefined when the lease was lost meanwhile. */
const measureDay = async (input: {
  deps: Deps;
  lease: ValueLease;
  known: ValueState | undefined;
  day: string;
}): Promise<ValueState | undefined> => {
  const { deps, lease, known, day } = input;
  const { tenant } = lease;
  const { currency } = (await deps.live.of(tenant)).published.settings;
  const now = deps.clock.now(tenant);
  const onPage = (): Promise<boolean> =>
    deps.values.renew({ lease, until: deps.clock.systemTime() + leaseMs });
  const found = await measureTenant({ values: deps.values, tenant, currency, now, onPage });
  if (found === undefined) return undefined;
  const { groups = {}, predicted = 0, changed = 0 } = known ?? {};
  return { tenant, day, at: now, ...found, groups, predicted, changed, pass: emptyPass };
};

/** Works out the figures of one person again, with whatever depends on them. */
const renewFigures = (input: {
  deps: Deps;
  state: ValueState;
  profileId: string;
  now: number;
}): Promise<unknown> => {
  const { deps, profileId, now } = input;
  const { tenant, day, measures } = input.state;
  return deps.changeProfile({
    tenant,
    profileId,
    id: hashId('value', profileId, day),
    now,
    tellsChanges: true,
    apply: (profile) => withFigures({ profile, figures: figuresOf({ person: profile, measures, now }) }),
  });
};

/** Brings the figures of one page of buyers up to date; only those are written whose figures change. */
const dealWithPage = async (input: {
  deps: Deps;
  state: ValueState;
  pass: Pass;
}): Promise<{ readonly pass: Pass; readonly isLast: boolean }> => {
  const { deps, state, pass } = input;
  const { tenant, measures } = state;
  const now = deps.clock.now(tenant);
  const rows = await deps.values.buyers({ tenant, after: pass.after, limit: pageSize });
  const groups = new Map(Object.entries(pass.groups));
  const differing: BuyerRow[] = [];
  let { predicted } = pass;
  for (const row of rows) {
    const figures = figuresOf({ person: row, measures, now });
    const group = figures.rfm?.group;
    if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + 1);
    if (figures.predictions !== undefined) predicted += 1;
    if (!isSame(row, figures)) differing.push(row);
  }
  for (let from = 0; from < differing.length; from += atOnce) {
    const several = differing.slice(from, from + atOnce);
    await Promise.all(several.map(({ id }) => renewFigures({ deps, state, profileId: id, now })));
  }
  const after = rows.at(-1)?.id ?? pass.after;
  return {
    pass: {
      groups: Object.fromEntries(groups),
      predicted,
      changed: pass.changed + differing.length,
      ...(after === undefined ? {} : { after }),
    },
    isLast: rows.length < pageSize,
  };
};

/**
 * Makes the upkeep of what customers are worth: once in each local day of a tenant all buyers are measured, then their figures are
 * brought up to date page by page. One process has the lease; the place in the walk is stored after each page, and what a crash
 * leaves is gone on with.
 */
export const createValuePeople = (deps: Deps): ValuePeople => {
  const goOn = async (lease: ValueLease, day: string): Promise<boolean> => {
    const { tenant } = lease;
    const known = await deps.values.get(tenant);
    const state = known?.day === day ? known : await measureDay({ deps, lease, known, day });
    if (state?.pass === undefined) return false;
    // What is measured is stored before anybody is changed by it: after a crash the same is gone on with.
    if (state !== known && !(await deps.values.save({ lease, state }))) return false;
    deps.measures.put({ tenant, measures: state.measures });
    const { pass, isLast } = await dealWithPage({ deps, state, pass: state.pass });
    const { pass: _under, ...rest } = state;
    const { groups, predicted, changed } = pass;
    const next: ValueState = isLast ? { ...rest, groups, predicted, changed } : { ...state, pass };
    return (await deps.values.save({ lease, state: next })) && !isLast;
  };

  return async (tenant) => {
    const { timezone: zone } = (await deps.live.of(tenant)).published.settings;
    const day = localDay({ at: deps.clock.now(tenant), zone });
    const known = await deps.values.get(tenant);
    if (known?.day === day && known.pass === undefined) return false;
    const systemTime = deps.clock.systemTime();
    const lease = await deps.values.take({
      tenant,
      token: randomUUID(),
      systemTime,
      until: systemTime + leaseMs,
    });
    if (lease === undefined) return false;
    try {
      return await goOn(lease, day);
    } finally {
      await deps.values.release(lease);
    }
  };
};
