import { type ExposureDoc, exposureSchema } from '../../../experiments/store/exposure-schema.ts';
import { defineTable } from '../define-table.ts';

/** Who takes part in which experiment or holdout, and what came of it. */
export const exposuresTable = defineTable<ExposureDoc>({
  name: 'exposures',
  about: 'A person in an arm of an experiment or a holdout, with what came of it.',
  grain: 'whole',
  schema: exposureSchema,
  rows: (doc) => (doc.isMixed === true ? [] : [doc]),
  columns: {
    exposure_id: { type: 'text', about: 'The id of the exposure.', of: ({ id }) => id },
    profile_id: { type: 'text', about: 'Who.', isPerson: true, of: ({ profileId }) => profileId },
    experiment: { type: 'text', about: 'The id of the design.', of: ({ experiment }) => experiment },
    journey: {
      type: 'text',
      about: 'The journey; absent for the holdout of all marketing.',
      of: ({ journey }) => journey ?? undefined,
    },
    step: { type: 'text', about: 'The step; absent for a holdout.', of: ({ step }) => step ?? undefined },
    arm: { type: 'text', about: 'The arm; of a holdout `treated` or `held-out`.', of: ({ arm }) => arm },
    exposed_at: { type: 'time', about: 'The first moment.', of: ({ at }) => at },
    until_at: { type: 'time', about: 'The end of the window.', of: ({ until }) => until },
    is_converted: {
      type: 'boolean',
      about: 'The metric counted at least once within the window.',
      of: ({ isConverted }) => isConverted,
    },
    currency: { type: 'text', about: 'The currency of `value`.', of: ({ currency }) => currency },
    value: {
      type: 'integer',
      about: 'What that was worth, net of refunds; minor units.',
      of: ({ value }) => value,
    },
  },
});
