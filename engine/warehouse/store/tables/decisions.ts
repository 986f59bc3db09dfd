import { type LedgerDoc, ledgerSchema } from '../../../runs/store/ledger-schema.ts';
import { defineTable } from '../define-table.ts';

/** What runs decided, without its details. */
export const decisionsTable = defineTable<LedgerDoc>({
  name: 'decisions',
  about: 'A decision of a run: a row of the ledger.',
  grain: 'day',
  schema: ledgerSchema,
  by: ['journey', 'kind'],
  at: 'at',
  rows: (doc) => [doc],
  columns: {
    decision_id: { type: 'text', about: 'The id of the row.', of: ({ id }) => id },
    run_id: { type: 'text', about: 'The run that decided.', of: ({ run }) => run },
    profile_id: { type: 'text', about: 'Whose run it is.', isPerson: true, of: ({ profileId }) => profileId },
    journey: { type: 'text', about: 'The journey.', of: ({ journey }) => journey },
    version: { type: 'integer', about: 'The version of the journey.', of: ({ version }) => version },
    step: {
      type: 'text',
      about: 'The step; absent for what concerns the whole run.',
      of: ({ step }) => step ?? undefined,
    },
    visit: { type: 'integer', about: 'Which passage through the step it was.', of: ({ visit }) => visit },
    kind: {
      type: 'text',
      about: 'What was done: `entered`, `sent`, `skipped`, `converted` and so on.',
      of: ({ kind }) => kind,
    },
    reason: { type: 'text', about: 'Why, as one word: `no-consent`, `capped`.', of: ({ reason }) => reason },
    decided_at: { type: 'time', about: 'When; files are cut by it.', of: ({ at }) => at },
  },
});
