import type { ExposureRow } from '../ports.ts';
import { type Exposure, heardBy } from '../../../domain/experiments/exposure.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ExposureDoc } from './exposure-schema.ts';

/** What an exposure hears of, as the index names it. */
export const listenKey = (input: { tenant: string; profileId: string; event: string }): string =>
  `${input.tenant}:${input.profileId}:${input.event}`;

/** The document of an exposure at a revision. */
export const toExposureDoc = (input: { exposure: Exposure; rev: number }): ExposureDoc => {
  const { exposure, rev } = input;
  const { tenant, profileId } = exposure;
  const listens = heardBy(exposure).map((event) => listenKey({ tenant, profileId, event }));
  return {
    ...exposure,
    _id: keyOf(tenant, exposure.id),
    rev,
    ...(listens.length === 0 ? {} : { listens }),
  };
};

/** The exposure as the engine knows it, without what only the store needs. */
export const toExposureRow = (doc: ExposureDoc): ExposureRow => {
  const { _id, listens: _listens, ...row } = doc;
  return row;
};
