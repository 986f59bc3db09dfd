import type { RehearsalAudience } from '../../domain/rehearse/audience-of.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import type { RehearsalStore } from './ports.ts';

export type AudienceDeps = {
  readonly rehearsal: RehearsalStore;
  readonly audience: Pick<AudienceStore, 'members' | 'count'>;
};

/** Whose audience, and in which time those come who are known by what they do (epoch milliseconds). */
export type AudienceQuery = {
  readonly tenant: string;
  readonly journey: string;
  readonly audience: RehearsalAudience;
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
      return deps.rehearsal.everybody(page);
    case 'segment':
      return deps.audience.members({ ...page, segment: audience.segment });
    case 'events': {
      const { kind: _kind, ...what } = audience;
      return deps.rehearsal.peopleWho({ ...page, ...what, journey, from, until });
    }
  }
};

/** How many they are. */
export const audienceSize = (input: AudienceQuery & { deps: AudienceDeps }): Promise<number> => {
  const { deps, audience, tenant, journey, from, until } = input;
  switch (audience.kind) {
    case 'everybody':
      return deps.rehearsal.countEverybody({ tenant });
    case 'segment':
      return deps.audience.count({ tenant, segment: audience.segment });
    case 'events': {
      const { kind: _kind, ...what } = audience;
      return deps.rehearsal.countPeopleWho({ tenant, ...what, journey, from, until });
    }
  }
};
