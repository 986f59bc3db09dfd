/** The event that asks for an entry by name; `properties.journey` says which, `properties.key` what about. */
export const entryRequested = 'Journey Entry Requested';
