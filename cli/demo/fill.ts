/** Replaces `{{name}}` in every text of a value from JSON by what `of` says of the name, else by nothing. */
export const fill = (value: unknown, of: (name: string) => string | undefined): unknown => {
  if (typeof value === 'string')
    return value.replaceAll(/\{\{([^{}]+)\}\}/g, (_all, name: string) => of(name.trim()) ?? '');
  if (Array.isArray(value)) return value.map((one: unknown) => fill(one, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, of)]));
};
