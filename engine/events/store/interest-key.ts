import type { InterestKind } from '../../../domain/catalog/interest.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';

/** An interest in a product as the index of events has it. */
export const interestKey = (input: { tenant: string; kind: InterestKind; product: string }): string =>
  keyOf(input.tenant, `${input.kind}:${input.product}`);
