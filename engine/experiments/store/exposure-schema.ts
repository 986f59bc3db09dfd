import type { DecidedExperiment, ExposureRow } from '../ports.ts';
import { moveExposures } from './move-exposures.ts';
import { nobody, ownRows } from '../../../platform/mongo/schema/person-rule.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId, whole } from '../../../platform/mongo/schema/sharding.ts';

/** Somebody in an arm of an experiment. `_id` is tenant and exposure id. */
export type ExposureDoc = ExposureRow & {
  readonly _id: string;
  /** The events it hears of, with tenant and profile; absent when it hears of none, so that the index is sparse. */
  readonly listens?: readonly string[];
};

export const exposureSchema = defineSchema<ExposureDoc>({
  collection: 'exposures',
  sharding: byId,
  person: ownRows(['profileId'], { hidden: ['listens'], onMerge: moveExposures, onSplit: undefined }),
  fields: {
    id: String,
    tenant: String,
    experiment: String,
    journey: String,
    step: String,
    version: Number,
    profileId: String,
    arm: String,
    at: Number,
    until: Number,
    metric: anyJson,
    by: String,
    cause: String,
    currency: String,
    hits: anyJson,
    isConverted: Boolean,
    value: Number,
    leftOut: Number,
    isMixed: Boolean,
    rev: Number,
    listens: { type: [String], default: undefined },
  },
  indexes: [
    // hearing: at every event.
    { name: 'listens', key: { listens: 1 }, sparse: true },
    // nth, counts.
    { name: 'counted', key: { tenant: 1, experiment: 1, arm: 1, at: 1 } },
    // Merging and erasing a person.
    { name: 'person', key: { tenant: 1, profileId: 1 } },
  ],
});

/** What was decided of an experiment. `_id` is tenant and experiment. */
export type DecidedDoc = DecidedExperiment & { readonly _id: string };

export const decidedSchema = defineSchema<DecidedDoc>({
  collection: 'decided',
  sharding: whole('A document an experiment.'),
  person: nobody('Sums over everybody.'),
  fields: {
    tenant: String,
    experiment: String,
    journey: String,
    step: String,
    version: Number,
    arm: String,
    at: Number,
    readOut: anyJson,
  },
  indexes: [],
});
