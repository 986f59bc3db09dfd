import { own } from '../../domain/json.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';
import type { AudienceMembers } from '../feeds/audiences/ports.ts';

/** An audience that people leave, since its feed is removed. */
export type AudienceReport = {
  readonly feed: string;
  readonly plugin: string;
  /** The id of the audience at the service. */
  readonly audience: string;
  /** How many people leave it, up to a million. */
  readonly people: number;
  /** The connector is removed as well: nobody leaves until it is set up again. */
  readonly connectorRemoved: boolean;
};

/** Finds the feeds that keep an audience with people in it before, and none after. */
export const reportAudiences = async (input: {
  deps: { readonly audienceMembers: Pick<AudienceMembers, 'size'> };
  tenant: string;
  before: TenantSettings | undefined;
  after: TenantSettings;
}): Promise<readonly AudienceReport[]> => {
  const { deps, tenant, before, after } = input;
  const gone = Object.entries(before?.feeds ?? {}).filter(
    ([feed, { rows }]) => rows === 'audience' && own(after.feeds, feed)?.rows !== 'audience',
  );
  const reports = await Promise.all(
    gone.map(async ([feed, { plugin, audience = '' }]): Promise<AudienceReport> => {
      const people = await deps.audienceMembers.size({ tenant, feed });
      return { feed, plugin, audience, people, connectorRemoved: own(after.plugins, plugin) === undefined };
    }),
  );
  return reports.filter(({ people }) => people > 0);
};
