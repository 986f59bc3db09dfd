import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { usePlaceOf } from '../../parts/page/use-place.ts';
import { broadcastStates } from './broadcast-state.tsx';

/** The parts of composing, in the order in which they are filled in. */
export const composeParts = ['message', 'audience', 'time', 'measure', 'review'] as const;
export type ComposePart = (typeof composeParts)[number];

const listSchema = z.object({ state: z.enum(broadcastStates).optional().catch(undefined) });
const composeSchema = z.object({ part: z.enum(composeParts).catch('message') });

/** Which broadcasts are listed, kept in the address. */
export const useListPlace = () => usePlaceOf(listSchema);

/** Which part is composed, kept in the address. */
export const useComposePlace = () => usePlaceOf(composeSchema);

/** The id of the broadcast that the address names. */
export const useBroadcastId = (): string =>
  z.object({ id: z.string().default('') }).parse(useParams({ strict: false })).id;
