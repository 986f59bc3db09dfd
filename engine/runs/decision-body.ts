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

type Versioned = { readonly journey: string; readonly version: number };
type DefinitionOf = (of: Versioned) => Promise<JourneyDefinition | undefined>;

/** Makes the reading of journey versions, of each at most once. */
export const createDefinitionOf = (input: { journeyReads: JourneyReads; tenant: string }): DefinitionOf => {
  const { journeyReads, tenant } = input;
  const definitions = new Map<string, ReturnType<DefinitionOf>>();
  return ({ journey, version }) => {
    const id = `${journey}:${version}`;
    const known = definitions.get(id);
    if (known !== undefined) return known;
    const read = journeyReads.definition({ tenant, key: journey, version });
    definitions.set(id, read);
    return read;
  };
};

/** Makes sentences of decisions. */
export const createExplainer = (input: { definitionOf: DefinitionOf; reader: Reader }) => {
  const { definitionOf, reader } = input;
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
