import { CicloError } from '../../domain/errors.ts';
import { goalPlace } from '../../domain/journey/definition.ts';
import type { Watched } from '../../domain/journey/ready-journey.ts';
import { type JsonObject, toJson } from '../../domain/json.ts';
import type { Watch } from '../../domain/profiles/profile.ts';
import type { FactSource } from '../../domain/rules/facts.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';

/** What came of a look at the runs of a person that are watched. */
export type WatchedRuns = {
  readonly watches: readonly Watch[];
  /** Properties of the events that say which conditions came to hold. */
  readonly met: readonly JsonObject[];
  /** When a condition may come to hold by the passing of time alone; epoch milliseconds. */
  readonly changesAt: number | undefined;
};

type Looking = {
  readonly tenant: string;
  readonly profileId: string;
  readonly watches: readonly Watch[];
  readonly facts: FactSource;
  /** Whether conditions that hold are told of. */
  readonly tells: boolean;
  readonly journeyOf: LiveWorkspaces['journey'];
  readonly readRecord: ReadRecord;
};

type Waited = { readonly conditions: readonly Watched[]; readonly kind: string | undefined };

/** The conditions a run still waits for, and the object its journey is about; none when its version is no longer there. */
const conditionsOf = async (input: Looking & { watch: Watch }): Promise<Waited> => {
  const { tenant, watch, journeyOf } = input;
  const { journey, version, met, goalUntil } = watch;
  try {
    const { watched, recordKind: kind } = await journeyOf({ tenant, journey, version });
    const conditions = watched.filter(
      ({ key, path }) => !met.includes(key) && (goalUntil === undefined || path === goalPlace),
    );
    return { conditions, kind };
  } catch (thrown) {
    if (thrown instanceof CicloError && thrown.code === 'broken-definition')
      return { conditions: [], kind: undefined };
    throw thrown;
  }
};

const factsOf = async (input: Looking & { watch: Watch; kind: string | undefined }): Promise<FactSource> => {
  const { facts, watch, tenant, profileId, kind, readRecord } = input;
  const { run: id, journey, version, entryKey, enteredAt } = watch;
  const run = { id, journey, version, entryKey, enteredAt: new Date(enteredAt).toISOString() };
  const record = await readRecord({ tenant, kind, id: entryKey, profileId });
  return { ...facts, run, enteredAt, ...(record === undefined ? {} : { record }) };
};

const lookAt = async (input: Looking & { watch: Watch }): Promise<WatchedRuns> => {
  const { watch, tells } = input;
  const { run, journey } = watch;
  const { conditions, kind } = await conditionsOf(input);
  const facts = await factsOf({ ...input, kind });
  const met: JsonObject[] = [];
  const keys: string[] = [];
  let changesAt: number | undefined;
  for (const { path: condition, key, holds } of conditions) {
    const found = await holds(facts);
    if (found.isMember && tells) {
      keys.push(key);
      met.push({ run, journey, condition, key, because: toJson(found.because) });
    } else if (found.changesAt !== undefined) {
      changesAt = Math.min(changesAt ?? found.changesAt, found.changesAt);
    }
  }
  const watches = [keys.length === 0 ? watch : { ...watch, met: [...watch.met, ...keys] }];
  return { watches, met, changesAt };
};

/**
 * Looks at the runs of a person that end or convert as soon as a condition holds. Each condition is told once; runs whose
 * goal is no longer looked for are forgotten.
 */
export const watchRuns = async (input: Looking): Promise<WatchedRuns> => {
  const { now } = input.facts;
  const open = input.watches.filter(({ goalUntil }) => goalUntil === undefined || goalUntil >= now);
  const found = await Promise.all(open.map((watch) => lookAt({ ...input, watch })));
  const instants = found.flatMap(({ changesAt }) => changesAt ?? []);
  return {
    watches: found.flatMap(({ watches }) => watches),
    met: found.flatMap(({ met }) => met),
    changesAt: instants.length === 0 ? undefined : Math.min(...instants),
  };
};
