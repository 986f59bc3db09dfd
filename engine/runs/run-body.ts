import { z } from '@hono/zod-openapi';
import type { Position, RunView } from '../../api/ports/views.ts';
import { instant, iso, isoField } from '../../api/admin/kit.ts';

export const runSchema = z
  .object({
    id: z.string(),
    journey: z.string(),
    version: z.int(),
    profileId: z.string(),
    entryKey: z.string().openapi({ description: 'What it is about: a cart, an order; empty without one.' }),
    occasion: z.int().openapi({ description: 'Which entry of this person for this key it is, from 1.' }),
    status: z.enum(['active', 'ended']),
    outcome: z.string().optional(),
    step: z.string().nullable().openapi({ description: 'Where it stands.' }),
    enteredAt: instant,
    endedAt: instant.optional(),
    wakesAt: instant.optional().openapi({ description: 'When it goes on by itself.' }),
    frozenAt: instant.optional().openapi({ description: 'Since when an operator holds it.' }),
    hears: z.array(z.string()).openapi({ description: 'Events it listens for.' }),
    convertedAt: instant.optional(),
    goalValue: z.number().optional(),
  })
  .openapi('Run');

/** A run as answers show it. */
export const runBody = (run: RunView): z.infer<typeof runSchema> => ({
  id: run.id,
  journey: run.journey,
  version: run.version,
  profileId: run.profileId,
  entryKey: run.entryKey,
  occasion: run.occasion,
  status: run.status,
  ...(run.outcome === undefined ? {} : { outcome: run.outcome }),
  step: run.step,
  enteredAt: iso(run.enteredAt),
  ...isoField('endedAt', run.endedAt),
  ...isoField('wakesAt', run.wakeAt),
  ...isoField('frozenAt', run.state.frozen?.at),
  hears: [...run.hears],
  ...isoField('convertedAt', run.convertedAt),
  ...(run.goalValue === undefined ? {} : { goalValue: run.goalValue }),
});

/** Where a run is in lists. */
export const runPosition = (run: RunView): Position => ({ at: run.enteredAt, n: 0, id: run.id });
