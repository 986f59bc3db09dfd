/** How much of a tenant is stuck, by what it is and how it stands; counted up to a limit. */
export type StuckCount = {
  readonly what: 'events' | 'deliveries' | 'runs';
  readonly state: 'failing' | 'dead' | 'quarantined' | 'overdue';
  readonly count: number;
};

/**
 * Counts what somebody should look at; each count ends at `limit`. Overdue are runs that should have gone on by `overdueBefore`, on
 * the tenant's clock.
 */
export type CountStuck = (input: {
  tenant: string;
  limit: number;
  overdueBefore: number;
}) => Promise<readonly StuckCount[]>;
