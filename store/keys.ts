/** The id of a document: unique over all tenants. A tenant's name has no colon in it. */
export const keyOf = (tenant: string, id: string): string => `${tenant}:${id}`;
