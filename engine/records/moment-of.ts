/** The time of a tenant (epoch milliseconds) in the zone of its business. */
export type Moment = { readonly now: number; readonly zone: string };

export type MomentOf = (tenant: string) => Promise<Moment>;
