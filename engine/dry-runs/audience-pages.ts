import type { DryRunAudience } from '../../domain/dry-run/audience-of.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { DryRunReads } from './ports.ts';

export type AudienceDeps = {
  readonly dryRunReads: DryRunReads;
  readonly audience: Pick<AudienceStore, 'members' | 'count'>;
};

/** Whose audience, and in which time those come who are known by what they do (epoch milliseconds). */
export type AudienceQuery = {
  readonly tenant: string;
  readonly journey: string;
  readonly audience: DryRunAudience;
  readonly from: number;
  readonly until: number;
};

/** Ids of those who could enter, in order, strictly behind `after`. */
export const audiencePage = (
  input: AudienceQuery & { deps: AudienceDeps; after: string | undefined; limit: number },
): Promise<readonly string[]> => {
  const { deps, audience, tenant, journey, from, until, limit } = input;
  const page = { tenant, limit, ...(input.after === undefined ? {} : { after: input.after }) };
  switch (audience.kind) {
    case 'everybody':
      return deps.dryRunReads.everybody(page);
    case 'segment':
      return deps.audience.members({ ...page, segment: audience.segment });
    case 'events': {
      const { kind: _kind, ...what } = audience;
      return deps.dryRunReads.peopleWho({ ...page, ...what, journey, from, until });
    }
  }
};

/** How many they are. */
export const audienceSize = (input: AudienceQuery & { deps: AudienceDeps }): Promise<number> => {
  const { deps, audience, tenant, journey, from, until } = input;
  switch (audience.kind) {
    case 'everybody':
      return deps.dryRunReads.countEverybody({ tenant });
    case 'segment':
      return deps.audience.count({ tenant, segment: audience.segment });
    case 'events': {
      const { kind: _kind, ...what } = audience;
      return deps.dryRunReads.countPeopleWho({ tenant, ...what, journey, from, until });
    }
  }
};
