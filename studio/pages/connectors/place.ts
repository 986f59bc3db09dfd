import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { usePlaceOf } from '../../parts/page/use-place.ts';

const paramsSchema = z.object({ instance: z.string().default(''), id: z.string().default('') });

export const connectorTabs = ['connected', 'catalogue'] as const;
/** States of a webhook request, in the order in which they are offered. */
export const requestStates = ['pending', 'failing', 'dead', 'done'] as const;

const connectorsSchema = z.object({ tab: z.enum(connectorTabs).catch('connected') });
const requestsSchema = z.object({
  state: z.enum(requestStates).optional().catch(undefined),
  instance: z.coerce.string().min(1).optional().catch(undefined),
});

/** Which part of the connectors is shown. */
export const useConnectorsPlace = () => usePlaceOf(connectorsSchema);

/** Which webhook requests are shown. */
export const useRequestsPlace = () => usePlaceOf(requestsSchema);

/** The plugin instance, or the id of the request, that the address names. */
export const useNamed = () => paramsSchema.parse(useParams({ strict: false }));
