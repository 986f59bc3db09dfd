/** What comes of a request after it was taken, as `requestStatus:retrieve` tells it. */
type Ending = {
  readonly requestStatus: 'PROCESSING' | 'SUCCESS' | 'PARTIAL_SUCCESS' | 'FAILED';
  readonly errorCounts?: readonly { readonly recordCount: string; readonly reason: string }[];
  readonly uploadMatchRateRange?: string;
};

type Taken = {
  readonly does: 'ingest' | 'remove';
  readonly audience: string;
  readonly destination: unknown;
  /** The identifiers of each member, as texts. */
  readonly members: readonly (readonly string[])[];
};

/** The status of a request as Google answers it. */
const statusOf = ({ does, destination, members }: Taken, ending: Ending) => {
  const { requestStatus, errorCounts, uploadMatchRateRange } = ending;
  const counts = {
    recordCount: String(members.length),
    userIdentifierCount: String(members.flat().length),
  };
  const ingested = { ...counts, ...(uploadMatchRateRange === undefined ? {} : { uploadMatchRateRange }) };
  const said =
    does === 'ingest'
      ? { audienceMembersIngestionStatus: { userDataIngestionStatus: ingested } }
      : { audienceMembersRemovalStatus: { userDataRemovalStatus: counts } };
  return {
    destination,
    requestStatus,
    ...(errorCounts === undefined ? {} : { errorInfo: { errorCounts } }),
    ...(requestStatus === 'PROCESSING' ? {} : said),
  };
};

/** The requests that Google took, what comes of each, and who is in which audience by them. */
export const createRequests = () => {
  const success: Ending = { requestStatus: 'SUCCESS' };
  /** Identifiers of members, by audience. */
  const audiences = new Map<string, Set<string>>();
  const endings = new Map<string, Ending>();
  const long: Taken = { does: 'remove', audience: '8001', destination: {}, members: [[]] };
  /** One that Google has known for long is there from the beginning. */
  const taken = new Map<string, Taken>([['r-0', long]]);
  let coming = success;
  return {
    audiences,
    endings,
    /** What comes of the requests that are taken from now on. */
    comesTo: (ending: Ending): void => {
      coming = ending;
    },
    /** Takes a request, and answers its id. One that fails changes nobody. */
    take: (request: Taken): string => {
      const id = `r-${taken.size}`;
      taken.set(id, request);
      endings.set(id, coming);
      const members = audiences.get(request.audience) ?? new Set<string>();
      audiences.set(request.audience, members);
      if (coming.requestStatus === 'FAILED') return id;
      for (const text of request.members.flat()) {
        if (request.does === 'ingest') members.add(text);
        else members.delete(text);
      }
      return id;
    },
    statusOf: (id: string) => {
      const request = taken.get(id);
      return request === undefined ? undefined : statusOf(request, endings.get(id) ?? success);
    },
  };
};
