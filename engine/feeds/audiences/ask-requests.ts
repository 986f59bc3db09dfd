import { hashId } from '../../../domain/hash.ts';
import { audienceLookedAt } from '../../../plugins/contract/actions/audiences.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import { type Requests, withAnswer } from './requests.ts';

/** So many requests are asked for in one step of a feed; the others come with the next. */
const atOnce = 20;

/** Asks the service what came of the requests that are due. */
export type AskRequests = (input: {
  live: LiveWorkspace;
  instance: string;
  requests: Requests;
}) => Promise<Requests>;

/** Makes the question what came of requests about an audience. One that cannot be asked now is asked again later. */
export const createAskRequests = (use: { plugins: Pick<Plugins, 'perform'>; clock: Clock }): AskRequests => {
  return async ({ live, instance, requests }) => {
    const { tenant } = live;
    const now = use.clock.now(tenant);
    let known = requests;
    for (const open of requests.open.filter(({ due }) => due <= now).slice(0, atOnce)) {
      const outcome = await use.plugins.perform({
        live,
        tenant,
        instance,
        action: 'look-at-audience',
        input: { receipt: open.receipt },
        idempotencyKey: hashId('audience-look', tenant, instance, open.receipt, String(open.due)),
        now,
      });
      const said = outcome.kind === 'done' ? audienceLookedAt.safeParse(outcome.output).data : undefined;
      known = withAnswer({ requests: known, open, said, now });
      // A service that is away or asks for patience is not asked for the others now.
      if (outcome.kind === 'retry') break;
    }
    return known;
  };
};
