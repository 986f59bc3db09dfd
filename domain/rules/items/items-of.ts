/** How many items of a list conditions look at: the first thousand. */
export const maxItems = 1000;

/** The items of a list that are looked at; none of what is no list. */
export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, maxItems) : [];
