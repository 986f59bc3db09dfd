/** The id of a document: unique over all tenants. A tenant's name has no colon in it. */
export const keyOf = (tenant: string, id: string): string => `${tenant}:${id}`;

/** The id a document's own id was made of. */
export const idIn = (key: string, tenant: string): string => key.slice(tenant.length + 1);
