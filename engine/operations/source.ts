import type { PageOf, Position } from '../../api/ports/views.ts';
import type { Operation, OperationKind } from './operation.ts';

/** One kind of operation, newest first. */
export type OperationSource = {
  readonly kinds: readonly OperationKind[];
  readonly list: (
    input: PageOf & { readonly tenant: string },
  ) => Promise<readonly { readonly item: Operation; readonly position: Position }[]>;
};

/** An operation with its place in a list that goes by `createdAt`, then `id`. */
export const placed = (item: Operation): { readonly item: Operation; readonly position: Position } => ({
  item,
  position: { at: item.createdAt, n: 0, id: item.id },
});
