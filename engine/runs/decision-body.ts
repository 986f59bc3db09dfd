import { z } from '@hono/zod-openapi';
import { explain } from '../../domain/ledger/explain.ts';
import type { LedgerLocale } from '../../domain/ledger/reasons.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { JourneyReads } from '../journeys/reads-port.ts';
import type { DecisionView, Position } from '../../api/ports/views.ts';
import { instant, iso } from '../../api/admin/kit.ts';

export const decisionFields = {
  at: instant,
  profileId: z.string(),
  run: z.string(),
  journey: z.string(),
  version: z.int(),
  kind: z.string(),
  step: z.string().nullable(),
  visit: z.int(),
  reason: z.string().optional(),
  detail: z.unknown().openapi({ description: 'The facts that made it.' }),
  text: z.string().openapi({ description: 'The same in plain words.' }),
};

export const decisionSchema = z.object(decisionFields).openapi('Decision');

/** How the reader wants sentences: their language, and the zone of times. */
export type Reader = { readonly locale?: LedgerLocale | undefined; readonly zone?: string | undefined };

/** Makes sentences of decisions, reading each journey version at most once. */
export const createExplainer = (input: { journeyReads: JourneyReads; tenant: string; reader: Reader }) => {
  const { journeyReads, tenant, reader } = input;
  const definitions = new Map<string, Promise<JourneyDefinition | undefined>>();
  const definitionOf = (row: DecisionView): Promise<JourneyDefinition | undefined> => {
    const id = `${row.journey}:${row.version}`;
    const known = definitions.get(id);
    if (known !== undefined) return known;
    const read = journeyReads.definition({ tenant, key: row.journey, version: row.version });
    definitions.set(id, read);
    return read;
  };
  return async (row: DecisionView): Promise<z.infer<typeof decisionSchema>> => ({
    at: iso(row.at),
    profileId: row.profileId,
    run: row.run,
    journey: row.journey,
    version: row.version,
    kind: row.kind,
    step: row.step,
    visit: row.visit,
    ...(row.reason === undefined ? {} : { reason: row.reason }),
    detail: row.detail ?? null,
    text: explain({ decision: row, definition: await definitionOf(row), ...reader }),
  });
};

/** Where a decision is in lists. */
export const decisionPosition = (row: DecisionView): Position => ({ at: row.at, n: row.n, id: row.id });
