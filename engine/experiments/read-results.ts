import { type Design, tenantHoldout } from '../../domain/experiments/design.ts';
import { readOut } from '../../domain/experiments/read-out.ts';
import type { Result } from '../../domain/experiments/result.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { DecidedStore, ExposureSums } from './ports.ts';

export type ResultsDeps = {
  readonly exposures: ExposureSums;
  readonly decided: DecidedStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** Events may arrive so much later than they happened; a window is taken for closed after that. */
export const latenessMs = 3_600_000;
/** Designs are looked for in so many versions, the newest first. */
const versionsMax = 20;

type Asked = { readonly tenant: string; readonly design: Design; readonly currency: string };

/**
 * The horizon of an experiment: the moment when its last arm had as many people as its rule asks for. It follows from
 * who came, not from what they did, and so do those who count: everybody up to then.
 */
const horizonOf = async (input: { deps: ResultsDeps; asked: Asked }): Promise<number | undefined> => {
  const { tenant, design } = input.asked;
  const full = await Promise.all(
    design.arms.map(({ name }) =>
      input.deps.exposures.nth({ tenant, experiment: design.id, arm: name, n: design.rule.after }),
    ),
  );
  return full.reduce<number | undefined>(
    (latest, at) => (latest === undefined || at === undefined ? undefined : Math.max(latest, at)),
    0,
  );
};

/** The numbers of an experiment or holdout. */
export type Measured = Pick<Result, 'readOut' | 'counted' | 'currency' | 'asOf'>;

/** The numbers of an experiment step, judged once at its horizon; before it, of everybody so far. */
export const measureExperiment = async (input: { deps: ResultsDeps; asked: Asked }): Promise<Measured> => {
  const { deps, asked } = input;
  const { tenant, design, currency } = asked;
  const now = deps.clock.now(tenant);
  const horizon = await horizonOf(input);
  const { arms, lastUntil, ...counted } = await deps.exposures.counts({
    tenant,
    experiment: design.id,
    currency,
    ...(horizon === undefined ? {} : { upTo: horizon }),
  });
  const isOver = horizon !== undefined && lastUntil + latenessMs <= now;
  return {
    currency,
    asOf: now,
    counted: { ...counted, ...(horizon === undefined ? {} : { closesAt: lastUntil }) },
    readOut: readOut({ arms: design.arms, counts: arms, rule: design.rule, looks: 'once', isOver }),
  };
};

/** The numbers of a holdout, of everybody whose window has closed; with intervals that may be looked at at any time. */
export const measureHoldout = async (input: { deps: ResultsDeps; asked: Asked }): Promise<Measured> => {
  const { deps, asked } = input;
  const { tenant, design, currency } = asked;
  const now = deps.clock.now(tenant);
  const closedBy = now - latenessMs;
  const {
    arms,
    lastUntil: _last,
    ...counted
  } = await deps.exposures.counts({
    tenant,
    experiment: design.id,
    currency,
    closedBy,
  });
  return {
    currency,
    asOf: now,
    counted,
    readOut: readOut({ arms: design.arms, counts: arms, rule: design.rule, looks: 'any-time', isOver: true }),
  };
};

type Place = Pick<Result, 'kind' | 'versions' | 'isCurrent'>;
type Found = { readonly design: Design; versions: number[]; isCurrent: boolean };

/** The designs there were in the last versions of a journey, the newest first, with the versions that had them. */
const designsOf = async (input: {
  deps: ResultsDeps;
  tenant: string;
  journey: string;
  /** The last version, of a journey that is in no workspace. */
  version?: number | undefined;
  pick: (version: Awaited<ReturnType<LiveWorkspaces['journey']>>) => readonly Design[];
}): Promise<readonly Found[] | undefined> => {
  const { deps, tenant, journey, pick } = input;
  const published = (await deps.live.of(tenant)).journeys.get(journey)?.version;
  const current = published ?? input.version;
  if (current === undefined) return undefined;
  const found = new Map<string, Found>();
  const versions = Array.from({ length: Math.min(current, versionsMax) }, (_, n) => current - n);
  const compiled = await Promise.all(
    versions.map((version) => deps.live.journey({ tenant, journey, version })),
  );
  for (const [index, version] of versions.entries()) {
    const one = compiled[index];
    for (const design of one === undefined ? [] : pick(one)) {
      const known = found.get(design.id);
      if (known === undefined) {
        found.set(design.id, { design, versions: [version], isCurrent: version === current });
      } else known.versions.push(version);
    }
  }
  return [...found.values()];
};

const toResult = (input: { asked: Asked; measured: Measured; place: Place }): Result => {
  const { id, step, metric, rule } = input.asked.design;
  return { experiment: id, step, metric, rule, ...input.place, ...input.measured };
};

type Measure = (input: { deps: ResultsDeps; asked: Asked }) => Promise<Measured>;

/** How numbers are come by. */
export type Measures = { readonly experiment: Measure; readonly holdout: Measure };

const measuresNow: Measures = { experiment: measureExperiment, holdout: measureHoldout };

/** Makes what is read of experiments and holdouts, as it is now by default. Undefined for a journey that is not in force. */
export const createReadResults = (deps: ResultsDeps, measures: Measures = measuresNow) => {
  const currencyOf = async (tenant: string): Promise<string> =>
    (await deps.live.of(tenant)).published.settings.currency;

  const holdoutResult = async (input: { asked: Asked; place: Place }): Promise<Result> =>
    toResult({ ...input, measured: await measures.holdout({ deps, asked: input.asked }) });

  return {
    experiments: async (input: {
      tenant: string;
      journey: string;
      version?: number;
    }): Promise<readonly Result[] | undefined> => {
      const { tenant } = input;
      const found = await designsOf({ deps, ...input, pick: ({ experiments }) => [...experiments.values()] });
      const currency = await currencyOf(tenant);
      const results = found?.map(async ({ design, versions, isCurrent }): Promise<Result> => {
        const asked = { tenant, design, currency };
        const [measured, decided] = await Promise.all([
          measures.experiment({ deps, asked }),
          deps.decided.get({ tenant, experiment: design.id }),
        ]);
        const result = toResult({ asked, measured, place: { kind: 'experiment', versions, isCurrent } });
        return decided === undefined
          ? result
          : { ...result, decided: { arm: decided.arm, at: decided.at, readOut: decided.readOut } };
      });
      return results === undefined ? undefined : Promise.all(results);
    },
    /** The holdout of a journey, in each form it had. */
    lift: async (input: {
      tenant: string;
      journey: string;
      version?: number;
    }): Promise<readonly Result[] | undefined> => {
      const { tenant } = input;
      const pick = ({ holdout }: { readonly holdout: Design | undefined }) =>
        holdout === undefined ? [] : [holdout];
      const found = await designsOf({ deps, ...input, pick });
      const currency = await currencyOf(tenant);
      const results = found?.map(({ design, versions, isCurrent }) =>
        holdoutResult({
          asked: { tenant, design, currency },
          place: { kind: 'holdout', versions, isCurrent },
        }),
      );
      return results === undefined ? undefined : Promise.all(results);
    },
    /** The holdout of all marketing; undefined without one. */
    everything: async (input: { tenant: string }): Promise<Result | undefined> => {
      const { settings } = (await deps.live.of(input.tenant)).published;
      const design = tenantHoldout(settings.holdout);
      if (design === undefined) return undefined;
      const asked = { tenant: input.tenant, design, currency: settings.currency };
      return holdoutResult({ asked, place: { kind: 'all-marketing', versions: [], isCurrent: true } });
    },
  };
};

/** What is read of experiments and holdouts. */
export type Results = ReturnType<typeof createReadResults>;
