/** The conditions of a list, as the API takes them: one stage, one owner; undefined for all. */
export const listFilter = (input: {
  stage?: string | undefined;
  owner?: string | undefined;
}): string | undefined => {
  const all = Object.entries(input).flatMap(([field, value]) =>
    value === undefined ? [] : [{ fact: 'record', path: `$.${field}`, operator: 'equal', value }],
  );
  return all.length === 0 ? undefined : JSON.stringify({ all });
};
