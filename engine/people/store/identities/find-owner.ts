/** What of profiles the identities need. */
export type OwnerProfiles = {
  readonly get: (input: {
    tenant: string;
    profileId: string;
  }) => Promise<{ readonly mergedInto?: string } | undefined>;
  /** Inserts a profile that was never made as one that is merged into another, unless it is there by now. */
  readonly insertMerged: (input: { tenant: string; profileId: string; into: string }) => Promise<void>;
};

/** Where an id of a profile leads by way of its merges: to a profile, or to an id that nobody has. */
export type Owner = { readonly kind: 'profile' | 'missing'; readonly profileId: string };

const hopsMax = 10;

/** Makes the function that follows an id of a profile through its merges. */
export const createFindOwner =
  (profiles: Pick<OwnerProfiles, 'get'>) =>
  async (input: { tenant: string; profileId: string }): Promise<Owner> => {
    let { profileId } = input;
    for (let hops = 0; hops < hopsMax; hops += 1) {
      const found = await profiles.get({ tenant: input.tenant, profileId });
      if (found === undefined) return { kind: 'missing', profileId };
      if (found.mergedInto === undefined) return { kind: 'profile', profileId };
      profileId = found.mergedInto;
    }
    return { kind: 'profile', profileId };
  };
