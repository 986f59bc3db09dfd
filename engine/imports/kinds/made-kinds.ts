import type { EventScope } from '../../../domain/profiles/event-scope.ts';
import type { ChangeProducts } from '../../catalog/change-products.ts';
import type { Accept } from '../../events/accept.ts';
import type { EventStore } from '../../events/ports.ts';
import type { GiveManyPoints } from '../../loyalty/bulk/give-many.ts';
import type { LookAtManyPoints } from '../../loyalty/bulk/look-at-many.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { ImportKind } from './import-kind.ts';

/** What kinds of import besides records are made of. */
export type KindMeans = {
  readonly accept: Accept;
  readonly events: EventStore;
  readonly profiles: ProfileStore;
  readonly changeProducts: ChangeProducts;
  readonly giveManyPoints: GiveManyPoints;
  readonly lookAtManyPoints: LookAtManyPoints;
  /** The tenant's time. */
  readonly now: () => number;
  readonly tenant: string;
  /** What a yes can be about. */
  readonly scope: EventScope;
  /** What texts leave open: the currency and the zone of the business. */
  readonly setting: { readonly currency: string; readonly zone: string };
};

/** Makes a kind of import for one tenant. */
export type MakeKind = (means: KindMeans) => ImportKind;
